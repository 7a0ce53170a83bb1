import { describe, expect, it } from '@jest/globals';
import { expiresSoon, isDue, mustRefresh } from './freshness.js';

const now = new Date('2026-03-01T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const account = { revision: 3, linkedAt: ago(2_400), lastRefreshAt: ago(0.5), accessTokenExpiresAt: ago(-0.5) };

describe('a token is refreshed', () => {
  it.each([
    ['not while it is good', account, { renew: false, seen: 3 }, false],
    ['when it ends within minutes', { ...account, accessTokenExpiresAt: ago(-0.05) }, { renew: false, seen: 3 }, true],
    ['when it has ended', { ...account, accessTokenExpiresAt: ago(1) }, { renew: false, seen: 3 }, true],
    ['when a server refused it', account, { renew: true, seen: 3 }, true],
    ['not again by whoever waited for the one who did', account, { renew: true, seen: 2 }, false],
    ['not within the minute', { ...account, lastRefreshAt: ago(0.01) }, { renew: true, seen: 3 }, false],
    ['when it is the first one', { ...account, lastRefreshAt: null }, { renew: true, seen: 3 }, true],
  ])('%s', (_when, it, wish, expected) => {
    expect(mustRefresh(it, wish, now)).toBe(expected);
  });
});

describe('an account that nobody uses', () => {
  it.each([
    ['an hour', 1, false, false],
    ['a day', 24, true, false],
    ['sixty days', 60 * 24, true, false],
    ['sixty-one days', 61 * 24, true, true],
  ])('for %s', (_for, hours, due, warning) => {
    const unused = { ...account, lastRefreshAt: ago(hours) };
    expect([isDue(unused, now), expiresSoon(unused, now)]).toEqual([due, warning]);
  });

  it('counts from its linking where it was never refreshed', () => {
    expect(expiresSoon({ ...account, lastRefreshAt: null }, now)).toBe(true);
  });
});
