import { describe, expect, it } from '@jest/globals';
import { Failure } from '@replyline/errors';
import { backoffMs, isRefusedLogin } from './backoff.js';

describe('the pause before the next attempt', () => {
  it.each([
    [1, 0, 0, 250],
    [1, 0, 0.999_999, 500],
    [2, 0, 0, 500],
    [5, 0, 0, 4_000],
    [100, 0, 0, 30_000],
    [100, 0, 0.999_999, 60_000],
    [1, 1, 0, 15_000],
    [6, 1, 0.999_999, 30_000],
    [3, 3, 0, 60_000],
    [100, 100, 0.999_999, 600_000],
  ])(
    'after %d failures, the last %d of them refused logins, and a draw of %d is %d ms',
    (failures, refusals, random, ms) => {
      expect(backoffMs({ failures, refusals }, random)).toBe(ms);
    },
  );

  it('tells a refused login from a server that is away', () => {
    expect(isRefusedLogin(new Failure('mailbox.credentials_rejected'))).toBe(true);
    expect(isRefusedLogin(new Failure('mailbox.unreachable'))).toBe(false);
  });
});
