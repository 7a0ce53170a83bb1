/** One seed in every run, the others where time is no matter: `npm run test:long`. */
export const SEEDS: readonly number[] = process.env['REPLYLINE_LONG'] ? [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] : [1];
