import { describe, expect, it } from '@jest/globals';
import { ERRORS, Failure, type ErrorCode } from '@replyline/errors';
import { retryDelayMs } from './retry-schedule.js';
import { settleAttempt, type AttemptFacts } from './settle-attempt.js';

const facts: AttemptFacts = { attempt: 1, random: 0.5, isRepeatable: false };

describe('an attempt', () => {
  it('that the server took is sent', () => {
    expect(settleAttempt({ replyCode: 250 }, facts)).toEqual({ state: 'sent', replyCode: 250 });
  });

  it('that may have been taken is unknown, and nothing is planned', () => {
    expect(settleAttempt(new Failure('provider.unknown_outcome'), facts)).toEqual({
      state: 'unknown',
      code: 'provider.unknown_outcome',
    });
  });

  it('that may have been taken is tried again where a second copy is better than none', () => {
    const unknown = new Failure('provider.unknown_outcome');
    expect(settleAttempt(unknown, { ...facts, isRepeatable: true })).toEqual({
      state: 'deferred',
      code: 'provider.unknown_outcome',
      delayMs: 60_000,
    });
    expect(settleAttempt(unknown, { ...facts, isRepeatable: true, attempt: 99 })).toMatchObject({ state: 'unknown' });
  });

  it.each<[number, number]>([
    [1, 1],
    [2, 2],
    [3, 5],
    [4, 15],
    [5, 60],
    [6, 240],
  ])('that failed for the %s. time is tried again %s minutes later', (attempt, minutes) => {
    expect(settleAttempt(new Failure('provider.unavailable'), { ...facts, attempt })).toEqual({
      state: 'deferred',
      code: 'provider.unavailable',
      delayMs: minutes * 60_000,
    });
  });

  it.each<[number, number]>([
    [7, 60_000],
    [300, 300_000],
  ])('that the server asks to repeat after %s seconds waits at least so long', (retryAfterSeconds, delayMs) => {
    const settled = settleAttempt(new Failure('provider.throttled', { retryAfterSeconds }), facts);
    expect(settled).toMatchObject({ state: 'deferred', delayMs });
  });

  it('that fails for more than a day is the last', () => {
    expect(settleAttempt(new Failure('provider.unavailable'), { ...facts, attempt: 10 })).toEqual({
      state: 'failed',
      code: 'provider.unavailable',
    });
  });

  it('that was refused for good is the last', () => {
    const refusal = new Failure('provider.recipient_refused', { replyCode: 550, enhancedCode: '5.1.1' });
    expect(settleAttempt(refusal, facts)).toEqual({
      state: 'failed',
      code: 'provider.recipient_refused',
      replyCode: 550,
      enhancedCode: '5.1.1',
    });
  });

  it.each([1, 9, 100])('that waits for a person keeps the mail, at the %s. time too', (attempt) => {
    const settled = settleAttempt(new Failure('provider.credentials_rejected'), { ...facts, attempt });
    expect(settled).toMatchObject({ state: 'deferred', code: 'provider.credentials_rejected' });
  });

  it.each((Object.keys(ERRORS) as ErrorCode[]).filter((code) => code.startsWith('provider.')))(
    'that ends with %s is deferred, failed or unknown',
    (code) => {
      expect(['deferred', 'failed', 'unknown']).toContain(settleAttempt(new Failure(code), facts).state);
    },
  );
});

describe('the schedule', () => {
  it('spreads what failed together by a fifth to both sides', () => {
    expect(retryDelayMs('retry', 1, 0)).toBe(48_000);
    expect(retryDelayMs('retry', 1, 1)).toBe(72_000);
  });
});
