import { describe, expect, it } from '@jest/globals';
import { batchOf, MAX_BYTES, MAX_MAILS } from './batch-of.js';

const weighing = (...sizes: number[]) => sizes.map((sizeBytes) => ({ sizeBytes }));

describe('one command moves', () => {
  it.each([
    ['nothing of nothing', [], 0],
    ['all that are small', [1, 1, 1], 3],
    ['so many at most', Array.from({ length: MAX_MAILS + 5 }, () => 1), MAX_MAILS],
    ['as many as weigh little enough', [MAX_BYTES / 2, MAX_BYTES / 2, 1], 2],
    ['one that weighs too much', [MAX_BYTES * 2, 1], 1],
  ])('%s', (_name, sizes, count) => {
    expect(batchOf(weighing(...sizes))).toHaveLength(count);
  });
});
