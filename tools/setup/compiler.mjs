/**
 * What `npm run build` runs, from the root of the workspace: lint and Nx need the API of the `typescript` beside it,
 * which is five times as slow.
 */
export const COMPILER = 'node_modules/typescript-7/bin/tsc';
