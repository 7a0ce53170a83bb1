import { describe, expect, it } from '@jest/globals';
import { nextTryAt, tryAfterDefect, tryAfterOutage } from './retry-schedule.js';

const STORED = new Date('2026-11-20T12:00:00Z');
const after = (ms: number): Date => new Date(STORED.getTime() + ms);
const MINUTE = 60_000;

describe('a mail that waits', () => {
  it.each([
    [0, 2_000],
    [2_000, 4_000],
    [10 * MINUTE, 20 * MINUTE],
    [5 * 60 * MINUTE, 5.5 * 60 * MINUTE],
  ])('after %d ms is looked at again at %d ms', (waited, next) => {
    expect(nextTryAt(STORED, after(waited))).toEqual(after(next));
  });

  it('is given up after a day', () => {
    expect(nextTryAt(STORED, after(24 * 60 * MINUTE))).toBeUndefined();
  });
});

describe('a mail that could not be decided', () => {
  it('is looked at again later and later, and never given up', () => {
    const pauses = [0, 1, 2, 5, 100].map((tries) => tryAfterDefect(tries, STORED).getTime() - STORED.getTime());
    expect(pauses).toEqual([5_000, 20_000, 80_000, 60 * MINUTE, 60 * MINUTE]);
  });
});

describe('a mail that waits for somebody who is away', () => {
  it.each([
    [0, 0, 2_000],
    [30_000, 0, 30_000],
    [30_000, 50_000, 50_000],
    [5 * 60 * MINUTE, 1_000, MINUTE],
  ])('after %d ms, and not within %d ms, is looked at again in %d ms', (waited, retryAfter, pause) => {
    expect(tryAfterOutage(STORED, after(waited), retryAfter)).toEqual(after(waited + pause));
  });
});
