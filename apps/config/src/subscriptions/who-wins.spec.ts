import { describe, expect, it } from '@jest/globals';
import { after, type Known, type Said } from './who-wins.js';

const [T1, T2, T3] = ['2026-11-20T12:00:00.001Z', '2026-11-20T12:00:00.002Z', '2026-11-20T12:00:00.003Z'] as const;
const SINCE_EVER: Known = { isSubscribed: true };
const NEVER: Known = { isSubscribed: false };
const begun = (at: string): Known => ({ isSubscribed: true, last: { what: 'begun', at } });
const ended = (at: string): Known => ({ isSubscribed: false, last: { what: 'ended', at } });
const LEFT_HERE: Known = { isSubscribed: false, last: { what: 'begun', at: T1 } };
const say = (what: Said['what'], at: string): Said => ({ what, at });

describe('who is subscribed after what was said by mail', () => {
  it.each<[string, Known, Said[], boolean]>([
    ['he subscribed before anybody noted when, then left', SINCE_EVER, [say('ended', T1)], false],
    ['he subscribed, then left', begun(T1), [say('ended', T2)], false],
    ['he left, then subscribed here, which is known first', begun(T2), [say('ended', T1)], true],
    ['both in one millisecond', begun(T1), [say('ended', T1)], false],
    ['he left, and took it back', begun(T1), [say('ended', T2), say('resumed', T3)], true],
    ['the same, heard of the other way round', begun(T1), [say('resumed', T3), say('ended', T2)], true],
    ['he left twice', begun(T1), [say('ended', T2), say('ended', T3)], false],
    ['he left, took it back, left, heard of in disorder', ended(T1), [say('ended', T3), say('resumed', T2)], false],
    ['he was never subscribed here, and left', NEVER, [say('ended', T1)], false],
    ['the same, and took it back', NEVER, [say('ended', T1), say('resumed', T2)], false],
    ['he left here, and then takes back that he left by mail', LEFT_HERE, [say('resumed', T2)], false],
  ])('%s', (_what, known, said, isSubscribed) => {
    expect(said.reduce(after, known).isSubscribed).toBe(isSubscribed);
  });
});
