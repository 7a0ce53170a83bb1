import { describe, expect, it } from '@jest/globals';
import { nextTry } from './tries-of-mail.js';

/** The pauses in minutes, until it is given up. */
function pauses(isWitnessed: boolean, most = 100): (number | 'give-up')[] {
  const all: (number | 'give-up')[] = [];
  for (let failedTries = 0; all.length < most;) {
    const next = nextTry({ failedTries, isWitnessed });
    all.push(next === 'give-up' ? next : next.afterMs / 60_000);
    if (next === 'give-up') break;
    ({ failedTries } = next);
  }
  return all;
}

describe('a mail that its server does not give', () => {
  it('is tried five times over more than an hour, and then given up', () => {
    expect(pauses(true)).toEqual([1, 5, 15, 60, 'give-up']);
  });

  it('is never given up while the server gives no other mail either', () => {
    expect(pauses(false)).toEqual(Array.from({ length: 100 }, () => 1));
    expect(nextTry({ failedTries: 4, isWitnessed: false })).toEqual({ failedTries: 4, afterMs: 60 * 60_000 });
  });
});
