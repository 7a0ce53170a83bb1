export const state = { uses: 0 };
