import { Failure } from '@replyline/errors';
import { describe, expect, it } from '@jest/globals';
import { backoffMs } from './backoff.js';

describe('the pause before the next attempt', () => {
  it.each([
    [1, 0, 250],
    [1, 0.999_999, 500],
    [2, 0, 500],
    [5, 0, 4_000],
    [100, 0, 30_000],
    [100, 0.999_999, 60_000],
  ])('after %d failures and a draw of %d is %d ms', (failures, random, expected) => {
    expect(backoffMs(failures, random)).toBe(expected);
  });

  it.each([
    [1, 0, 15_000],
    [1, 0.999_999, 30_000],
    [3, 0, 60_000],
    [100, 0.999_999, 600_000],
  ])('after %d passwords that were refused and a draw of %d is %d ms', (failures, random, expected) => {
    expect(backoffMs(failures, random, new Failure('mailbox.credentials_rejected'))).toBe(expected);
  });
});
