import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SendingProfile } from '@replyline/contracts';
import { Failure, type ErrorCode } from '@replyline/errors';
import { MESSAGING_MIGRATIONS } from '@replyline/messaging';
import { world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ENTITIES, MIGRATIONS } from '../outbound-mail.module.js';
import { pauseAfter, Pauses } from './pauses.js';
import { Rates, type Counted } from './rates.js';

const here = world();
let db: DataSource;
let pauses: Pauses;
let rates: Rates;

beforeAll(async () => {
  const migrations = [...MESSAGING_MIGRATIONS, ...MIGRATIONS];
  const url = await here.freshDatabase();
  db = await new DataSource({ type: 'postgres', url, entities: [...ENTITIES], migrations }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
  pauses = new Pauses(db);
  rates = new Rates(db, pauses);
});

beforeEach(async () => {
  await db.query(`DELETE FROM profile_pause`);
  await db.query(`DELETE FROM profile_sent`);
});

const profile = { id: 'system', revision: 7 };
const THROTTLED = { code: 'provider.throttled' } as const;
/** As if all of it had happened so much earlier. */
const later = async (interval: string) => {
  await db.query(`UPDATE profile_pause SET until = until - $1::interval`, [interval]);
  await db.query(`UPDATE profile_sent SET bucket = bucket - $1::interval`, [interval]);
};
const secondsLeft = async (code: ErrorCode = 'provider.throttled'): Promise<number | undefined> => {
  const [row]: { seconds: number }[] = await db.query(
    `SELECT extract(epoch FROM until - now())::float8 AS seconds FROM profile_pause WHERE profile_id = $1 AND code = $2`,
    [profile.id, code],
  );
  return row && Math.round(row.seconds);
};

describe('a failure', () => {
  const smtp = { kind: 'smtp' } as SendingProfile;
  const relayed = { kind: 'built-in', relay: {} } as SendingProfile;
  const direct = { kind: 'built-in' } as SendingProfile;

  it.each<[string, Failure, SendingProfile, object | undefined]>([
    ['that limits us', new Failure('provider.throttled', { replyCode: 421 }), smtp, THROTTLED],
    ['that says for how long', new Failure('provider.try_later', { retryAfterSeconds: 7 }), smtp, { askedMs: 7_000 }],
    ['of a relay', new Failure('provider.throttled'), relayed, THROTTLED],
    ['of one server of many', new Failure('provider.throttled'), direct, undefined],
    ['of one mail', new Failure('provider.try_later', { replyCode: 451 }), smtp, undefined],
    ['without an answer', new Failure('provider.timeout'), smtp, undefined],
  ])('%s pauses all of the profile, or does not', (_what, failure, by, expected) => {
    if (expected) expect(pauseAfter(failure, by)).toMatchObject(expected);
    else expect(pauseAfter(failure, by)).toBeUndefined();
  });
});

describe('a pause', () => {
  it('is as long as the server asks', async () => {
    await pauses.pause(profile, { ...THROTTLED, askedMs: 90_000 });
    expect(await secondsLeft()).toBe(90);
  });

  it('is never shortened by a server that asks for less', async () => {
    await pauses.pause(profile, { ...THROTTLED, askedMs: 90_000 });
    await pauses.pause(profile, { ...THROTTLED, askedMs: 5_000 });
    await pauses.pause(profile, THROTTLED);
    expect(await secondsLeft()).toBe(90);
  });

  it('is one, however many mails meet it', async () => {
    for (let mail = 0; mail < 10; mail += 1) await pauses.pause(profile, THROTTLED);
    expect(await secondsLeft()).toBe(15);
  });

  it('is twice as long as the last, up to some minutes, while the server goes on like that', async () => {
    const lengths: (number | undefined)[] = [];
    for (let time = 0; time < 7; time += 1) {
      await pauses.pause(profile, THROTTLED);
      const left = await secondsLeft();
      lengths.push(left);
      await later(`${left! + 1} seconds`);
    }
    expect(lengths).toEqual([15, 30, 60, 120, 240, 300, 300]);
  });

  it('is short again after the server has let us go on for longer', async () => {
    await pauses.pause(profile, THROTTLED);
    await later('16 seconds');
    await pauses.pause(profile, THROTTLED);
    await later('61 seconds');
    await pauses.pause(profile, THROTTLED);
    expect(await secondsLeft()).toBe(15);
  });

  it('is over when the profile is changed, and not when somebody hears late of an older change', async () => {
    await pauses.pause(profile, THROTTLED);
    await pauses.lift(profile.id, 7);
    expect(await secondsLeft()).toBe(15);
    await pauses.lift(profile.id, 8);
    expect(await secondsLeft()).toBeUndefined();
  });

  it('is over when the profile is gone', async () => {
    await pauses.pause(profile, THROTTLED);
    await pauses.lift(profile.id);
    expect(await secondsLeft()).toBeUndefined();
  });
});

describe('a rate', () => {
  const aMinute = { ...profile, messagesPerMinute: 10 };
  const left = () => secondsLeft('provider.rate_limited');
  /** So many of urgent mail. */
  const reserve = async (by: Parameters<Rates['reserve']>[0], wanted: number, through = rates): Promise<number> =>
    (await through.reserve(by, [wanted])).byLane[0]!;
  /** The same, and one of those that were counted. */
  const counted = async (by: Parameters<Rates['reserve']>[0], wanted: number): Promise<Counted> => ({
    profile: by,
    at: (await rates.reserve(by, [wanted])).at!,
  });

  it('that is not limited is not counted', async () => {
    expect(await reserve(profile, 50)).toBe(50);
    expect(await db.query(`SELECT 1 FROM profile_sent`)).toEqual([]);
  });

  it('lets so many through, whoever asks, and pauses the profile for the rest', async () => {
    const other = new Rates(db, pauses);
    const granted = await Promise.all([rates, other, rates, other].map((it) => reserve(aMinute, 4, it)));
    expect(granted.reduce((sum, it) => sum + it)).toBe(10);
    expect(await left()).toBeGreaterThan(55);
    expect(await left()).toBeLessThanOrEqual(62);
  });

  it('does not pause a profile that has sent exactly as much as it may', async () => {
    expect(await reserve(aMinute, 10)).toBe(10);
    expect(await left()).toBeUndefined();
    expect(await reserve(aMinute, 1)).toBe(0);
    expect(await left()).toBeGreaterThan(55);
  });

  it('counts any minute, not that of a clock', async () => {
    await reserve(aMinute, 6);
    await later('40 seconds');
    expect(await reserve(aMinute, 6)).toBe(4);
    await later('30 seconds');
    expect(await reserve(aMinute, 10)).toBe(6);
  });

  it('of a day holds beside that of a minute', async () => {
    const both = { ...aMinute, messagesPerDay: 15 };
    expect(await reserve(both, 20)).toBe(10);
    // Not until tomorrow: five more may go in a minute.
    expect(await left()).toBeLessThanOrEqual(62);
    await later('2 minutes');
    expect(await reserve(both, 20)).toBe(5);
    expect(await left()).toBeGreaterThan(80_000);
    await later('25 hours');
    expect(await reserve(both, 20)).toBe(10);
  });

  it('does not count what found no connection', async () => {
    const both = { ...aMinute, messagesPerDay: 10 };
    await rates.giveBack(await counted(both, 10));
    expect(await reserve(both, 10)).toBe(1);
  });

  it('of a day does not count what no server took, and that of a minute does', async () => {
    const both = { ...aMinute, messagesPerDay: 10 };
    await rates.giveBack(await counted(both, 10), ['day']);
    expect(await reserve(both, 1)).toBe(0);
    await later('2 minutes');
    expect(await reserve(both, 10)).toBe(1);
  });

  it('counts what was sent later, whatever was given back of before', async () => {
    const long = await counted(aMinute, 1);
    await later('50 seconds');
    const before = { ...long, at: new Date(long.at.getTime() - 50_000) };
    await reserve(aMinute, 9);
    await later('30 seconds');
    await rates.giveBack({ ...before, at: new Date(before.at.getTime() - 30_000) });
    expect(await reserve(aMinute, 10)).toBe(1);
  });

  it('takes nothing from a limit that it was not counted by', async () => {
    const ofMinute = await counted(aMinute, 1);
    const both = { ...aMinute, messagesPerDay: 5 };
    await reserve(both, 5);
    await rates.giveBack(ofMinute);
    expect(await reserve(both, 1)).toBe(0);
  });

  it('lets the profile go on at once when something was given back', async () => {
    const one = await counted(aMinute, 11);
    expect(await left()).toBeGreaterThan(55);
    await rates.giveBack(one);
    expect(await left()).toBeUndefined();
    expect(await reserve(aMinute, 1)).toBe(1);
  });

  it('goes on waiting for its minute when something of its day was given back', async () => {
    const both = { ...aMinute, messagesPerDay: 1_000 };
    await rates.giveBack(await counted(both, 11), ['day']);
    expect(await left()).toBeGreaterThan(50);
  });

  it('keeps a part for mail that is more urgent, and the more urgent goes first', async () => {
    const by = { ...profile, messagesPerMinute: 100 };
    expect((await rates.reserve(by, [0, 0, 200])).byLane).toEqual([0, 0, 80]);
    expect((await rates.reserve(by, [0, 200, 1])).byLane).toEqual([0, 10, 0]);
    expect((await rates.reserve(by, [7, 5, 5])).byLane).toEqual([7, 0, 0]);
    expect((await rates.reserve(by, [5, 0, 0])).byLane).toEqual([3, 0, 0]);
  });

  it('of which nothing is left for bulk makes bulk wait, and nothing else', async () => {
    await rates.reserve(aMinute, [0, 0, 9]);
    const [row] = await db.query(`SELECT from_lane FROM profile_pause`);
    expect(row).toEqual({ from_lane: 2 });
    await rates.reserve(aMinute, [3]);
    const [all] = await db.query(`SELECT from_lane FROM profile_pause`);
    expect(all).toEqual({ from_lane: 0 });
  });

  it('that is too small to be divided is for all', async () => {
    expect((await rates.reserve({ ...profile, messagesPerMinute: 3 }, [0, 0, 5])).byLane).toEqual([0, 0, 3]);
  });

  it('forgets what is too old to count', async () => {
    await reserve(aMinute, 1);
    await later('2 minutes');
    await reserve(aMinute, 1);
    expect(await db.query(`SELECT 1 FROM profile_sent`)).toHaveLength(1);
  });
});
