import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { Liveness } from '@replyline/leases';
import { MESSAGING_MIGRATIONS, Outbox } from '@replyline/messaging';
import { HotStatements, type HotStatement } from '@replyline/service-host';
import { world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { insertPlans } from '../accept-notification/insert-plans.js';
import { ENTITIES, MIGRATIONS } from '../outbound-mail.module.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { aMention } from '../testing/service-under-test.js';
import { LOOKS, TAKE_PAST_FULL } from './claim-past-full-query.js';
import { TAKE } from './claim-query.js';
import { Claims, type Claim } from './claims.js';
import { Ledger } from './ledger.js';
import { Recovery } from './recovery.js';

interface Replica {
  readonly liveness: Liveness;
  readonly claims: Claims;
  readonly ledger: Ledger;
  readonly recovery: Recovery;
}

const here = world();
let db: DataSource;
let hot: HotStatements;
let ours: Replica;
let theirs: Replica;

beforeAll(async () => {
  const options = { entities: [...ENTITIES], migrations: [...MESSAGING_MIGRATIONS, ...MIGRATIONS] };
  const url = await here.freshDatabase();
  // Nothing here may wait for a lock: what is locked is somebody else's.
  db = await new DataSource({ type: 'postgres', url, extra: { lock_timeout: 2_000 }, ...options }).initialize();
  here.onEnd(() => db.destroy());
  await db.runMigrations();
  hot = new HotStatements(db);
  here.onEnd(() => hot.onApplicationShutdown());
  [ours, theirs] = [await replica(), await replica()];
});

beforeEach(async () => {
  // Rows that are only deleted stand in the indexes until somebody tidies up, and are read by who counts blocks.
  await db.query(`TRUNCATE notification CASCADE`);
  await db.query(`DELETE FROM profile_pause`);
});

async function replica(): Promise<Replica> {
  const liveness = new Liveness(db);
  await liveness.onModuleInit();
  here.onEnd(() => liveness.onApplicationShutdown());
  const outbox = new Outbox();
  const statements = new HotStatements(db);
  here.onEnd(() => statements.onApplicationShutdown());
  return {
    liveness,
    claims: new Claims(db, statements, liveness),
    ledger: new Ledger(statements),
    recovery: new Recovery(db, liveness, outbox),
  };
}

async function queued(lane = 1, age = '0 s', profileId = 'system', domain = 'example.test'): Promise<string> {
  const [notificationId, id] = [randomUUID(), randomUUID()];
  await db.query(
    `INSERT INTO notification (id, source, event_id, kind, lane, accepted_at) VALUES ($1::uuid, '/services/x', $1::text, 'mention', 'normal', now())`,
    [notificationId],
  );
  await db.query(
    `INSERT INTO delivery (id, notification_id, user_id, lane, state, profile_id, message_id, mail, expires_at, next_attempt_at, address)
     VALUES ($1, $2, $1, $3, 'queued', $6, $4, '{}', now() + interval '1 day', now() - $5::interval, $7)`,
    [id, notificationId, lane, `${id}@example.test`, age, profileId, `"a@b"@${domain}`],
  );
  return id;
}

interface Backlog {
  readonly profileId?: string;
  readonly lane?: number;
  /** Of the mail with this number. */
  readonly domain?: string;
  readonly age?: string;
}

/** Of one notification each, and all of the same age. */
async function backlog(size: number, of: Backlog): Promise<void> {
  const { profileId = 'system', lane = 0, domain = `'full.test'`, age = '1 day' } = of;
  await db.query(
    `WITH n AS (INSERT INTO notification (id, source, event_id, kind, lane, accepted_at)
       SELECT gen_random_uuid(), '/services/x', gen_random_uuid(), 'mention', 'normal', now()
       FROM generate_series(1, $1::int) RETURNING id)
     INSERT INTO delivery (id, notification_id, lane, state, profile_id, mail, expires_at, next_attempt_at, address)
     SELECT gen_random_uuid(), id, $2, 'queued', $3, '{}', now() + interval '1 day', now() - $4::interval,
       'bob@' || ${domain} FROM (SELECT id, row_number() OVER () AS number FROM n) numbered`,
    [size, lane, profileId, age],
  );
  await db.query(`ANALYZE delivery`);
}

/** What such a claim reads. A page of a table holds some thirty deliveries; each step by the index reads three or four. */
async function blocksOf({ name, text }: HotStatement, limit: number, ...more: unknown[]): Promise<number> {
  const explain = { name: `explain-${name}`, text: `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${text}` };
  const values = [ours.liveness.owner, limit, [], [], 10, [], [], ...more];
  const [row] = await hot.do<Record<'QUERY PLAN', { Plan: Record<string, number> }[]>>(explain, values);
  return row!['QUERY PLAN'][0]!.Plan['Shared Hit Blocks']!;
}

/** By a process whose clock shows this. */
async function accepted(now: Date, more: { notBefore?: string } = {}): Promise<string> {
  const data = { ...aMention({ id: randomUUID() }), ...more };
  const event = NotificationRequestedV1.make(data, { source: '/services/conversation' });
  const id = randomUUID();
  const delivery = {
    id,
    userId: randomUUID(),
    address: 'bob@example.test',
    profileId: 'system',
    profileRule: 'system-notification',
    messageId: `${id}@example.test`,
    purpose: 'reply',
    replyKey: id,
    mail: {} as PinnedMail,
  } as const;
  const expiresAt = new Date(now.getTime() + 3_600_000);
  const plan = { notificationId: randomUUID(), sendAt: now, expiresAt, deliveries: [delivery] };
  await db.transaction((tx) => insertPlans(tx, [{ plan, event, now, contents: [event.data] }]));
  return id;
}

const claimed = async (by: Replica): Promise<Claim> => {
  await queued();
  const [claim] = await by.claims.take(1);
  return claim!;
};
const stateOf = async ({ id }: Pick<Claim, 'id'>) => {
  const rows: Record<string, unknown>[] = await db.query(`SELECT * FROM delivery WHERE id = $1`, [id]);
  return rows[0]!;
};
const events = async (): Promise<string[]> => {
  const rows: { subject: string }[] = await db.query(`DELETE FROM outbox RETURNING subject`).then(([found]) => found);
  return rows.map(({ subject }) => subject);
};
const freeze = (claim: Claim) =>
  db.query(`UPDATE delivery SET lease_until = now() - interval '1 s' WHERE id = $1`, [claim.id]);
const SENT = { state: 'sent', replyCode: 250 } as const;
const FULL = [{ destination: 'system full.test', room: 0 }];
const LATER = { state: 'deferred', code: 'provider.try_later', delayMs: 60_000 } as const;

describe('a delivery', () => {
  it('is taken by one replica only, however many ask at once', async () => {
    await Promise.all(Array.from({ length: 20 }, () => queued()));
    const taken = await Promise.all([ours, theirs, ours, theirs].map(({ claims }) => claims.take(10)));
    const ids = taken.flat().map(({ id }) => id);
    expect(ids).toHaveLength(20);
    expect(new Set(ids).size).toBe(20);
  });

  it('that another replica is just taking is left to it', async () => {
    const [theirOne, free] = [await queued(1, '2 min'), await queued(1, '1 min')];
    await db.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM delivery WHERE id = $1 FOR UPDATE`, [theirOne]);
      expect((await ours.claims.take(10)).map(({ id }) => id)).toEqual([free]);
    });
  });

  it('of a later lane is taken when all of an earlier one is just being taken', async () => {
    const [urgent, bulk] = [await queued(0), await queued(2)];
    await db.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM delivery WHERE id = $1 FOR UPDATE`, [urgent]);
      expect((await ours.claims.take(1)).map(({ id }) => id)).toEqual([bulk]);
    });
  });

  it('is taken by lane first, then by how long it has waited', async () => {
    const bulk = await queued(2, '1 hour');
    const late = await queued(1, '1 min');
    const early = await queued(1, '2 min');
    const urgent = await queued(0);
    const order: string[] = [];
    for (let round = 0; round < 4; round += 1) order.push((await ours.claims.take(1))[0]!.id);
    expect(order).toEqual([urgent, early, late, bulk]);
  });

  it('is taken by lane and time among all profiles', async () => {
    const bulk = await queued(2, '1 hour', 'a');
    const late = await queued(1, '1 min', 'a');
    const early = await queued(1, '2 min', 'b');
    const urgent = await queued(0, '0 s', 'c');
    const order: string[] = [];
    for (let round = 0; round < 4; round += 1) order.push((await ours.claims.take(1))[0]!.id);
    expect(order).toEqual([urgent, early, late, bulk]);
  });

  it('of a profile that has less room is taken as far as there is room, the best first, and others are not kept waiting', async () => {
    const [bulk, urgent] = [await queued(2, '1 hour', 'narrow'), await queued(0, '0 s', 'narrow')];
    const other = await queued(2, '0 s', 'wide');
    const [full] = [await queued(0, '1 hour', 'full')];
    const rooms = [
      { profileId: 'narrow', room: 1 },
      { profileId: 'full', room: 0 },
    ];
    const ids = async () => (await ours.claims.take(10, rooms)).map(({ id }) => id).toSorted();
    expect(await ids()).toEqual([urgent, other].toSorted());
    expect(await ids()).toEqual([bulk]);
    expect((await ours.claims.take(10)).map(({ id }) => id)).toEqual([full]);
  });

  it('of a profile that pauses is left until the pause is over', async () => {
    const waiting = await queued(0, '1 hour', 'paused');
    const other = await queued(2, '0 s', 'other');
    await db.query(
      `INSERT INTO profile_pause VALUES ('paused', 'provider.throttled', 1, now() + interval '1 min', interval '15 s')`,
    );
    expect((await ours.claims.take(10)).map(({ id }) => id)).toEqual([other]);
    await db.query(`UPDATE profile_pause SET until = now()`);
    expect((await ours.claims.take(10)).map(({ id }) => id)).toEqual([waiting]);
  });

  it('that is more urgent than those that a pause is for is taken', async () => {
    const [urgent] = [await queued(0, '0 s', 'paused'), await queued(2, '1 hour', 'paused')];
    await db.query(
      `INSERT INTO profile_pause VALUES ('paused', 'provider.rate_limited', 1, now() + interval '1 min', interval '0', 1)`,
    );
    expect((await ours.claims.take(10)).map(({ id }) => id)).toEqual([urgent]);
  });

  it('of a profile is left when enough of that profile is taken up, and others are not', async () => {
    await Promise.all(Array.from({ length: 5 }, () => queued(1, '1 min', 'slow')));
    const other = await queued(2, '0 s', 'other');
    const taken = await ours.claims.take(10, [], 3);
    expect(taken.map(({ profileId }) => profileId).sort()).toEqual(['other', 'slow', 'slow', 'slow']);
    expect(taken.map(({ id }) => id)).toContain(other);
    expect(await ours.claims.take(10, [{ profileId: 'slow', room: 0 }], 3)).toEqual([]);
  });

  it('whose intent was written down and not confirmed can be handed over by its holder', async () => {
    const claim = await claimed(ours);
    await ours.ledger.handOver(claim);
    await ours.ledger.handOver(claim);
    expect(await stateOf(claim)).toMatchObject({ state: 'handing_over' });
  });

  it('of another profile is found at once, however much waits for one that pauses', async () => {
    await backlog(5_000, { profileId: 'paused' });
    await db.query(
      `INSERT INTO profile_pause VALUES ('paused', 'provider.throttled', 1, now() + interval '1 min', interval '15 s')`,
    );
    const other = await queued(2, '0 s', 'other');
    expect(await blocksOf(TAKE, 10)).toBeLessThan(100);
    expect(await stateOf({ id: other })).toMatchObject({ state: 'claimed' });
  });

  it('to a domain that has enough is passed over, with all that waits for it, and others get as much as they may', async () => {
    for (let mail = 0; mail < 30; mail += 1) await queued(0, '2 hours', 'system', 'Full.test');
    const few = [await queued(0, '1 hour', 'system', 'few.test'), await queued(0, '1 min', 'system', 'few.test')];
    const free = [await queued(1, '0 s', 'system', 'free.test'), await queued(1, '0 s', 'system', 'free.test')];
    const full = await queued(1, '0 s', 'another', 'full.test');
    const rooms = [
      { destination: 'system full.test', room: 0 },
      { destination: 'system few.test', room: 1 },
    ];
    const taken = await ours.claims.take(10, [], 10, rooms);
    expect(new Set(taken.map(({ id }) => id))).toEqual(new Set([few[0], ...free, full]));
  });

  it('to another domain is found at once, however much waits for one that has enough', async () => {
    await backlog(5_000, {});
    const other = await queued(0, '0 s', 'system', 'free.test');
    expect(await blocksOf(TAKE_PAST_FULL, 10, ['system full.test'], ['system'], '')).toBeLessThan(150);
    expect(await stateOf({ id: other })).toMatchObject({ state: 'claimed' });
  });

  it('is not looked for in more domains than a claim has time for, and the next claim goes on there', async () => {
    await backlog(LOOKS, { domain: `'full.test'` });
    await backlog(2 * LOOKS, { domain: `'later' || number || '.test'`, age: '-1 hour' });
    const other = await queued(0, '0 s', 'system', 'zero.test');
    expect(await blocksOf(TAKE_PAST_FULL, 10, ['system full.test'], ['system'], '')).toBeLessThan(LOOKS * 5);
    const rounds: string[][] = [];
    for (let round = 0; round < 3; round += 1) {
      const taken = await ours.claims.take(10, [], 10, FULL);
      rounds.push(taken.map(({ id }) => id));
    }
    expect(rounds).toEqual([[], [], [other]]);
  });

  it('behind a backlog is taken by lane, then by how long it has waited, and no domain gets more than a new one', async () => {
    await backlog(2 * LOOKS, {});
    await backlog(10, { domain: `'many.test'`, age: '1 min' });
    const early = await queued(0, '2 min', 'system', 'one.test');
    const late = await queued(0, '0 s', 'system', 'two.test');
    const bulk = await queued(2, '1 hour', 'system', 'one.test');
    const taken = await ours.claims.take(7, [], 10, FULL);
    expect(taken.map(({ id }) => id)).toEqual(expect.arrayContaining([early, late]));
    expect(taken).toHaveLength(7);
    expect((await stateOf({ id: bulk }))['state']).toBe('queued');
    expect((await ours.claims.take(1, [], 10, FULL)).map(({ lane }) => lane)).toEqual([0]);
  });

  it('that another replica is just taking is left to it before and behind a backlog too', async () => {
    const near = await queued(0, '2 days', 'system', 'one.test');
    await backlog(2 * LOOKS, {});
    const far = await queued(0, '1 min', 'system', 'two.test');
    const free = await queued(0, '0 s', 'system', 'zero.test');
    await db.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM delivery WHERE id = ANY($1) FOR UPDATE`, [[near, far]]);
      expect((await ours.claims.take(10, [], 10, FULL)).map(({ id }) => id)).toEqual([free]);
    });
  });

  it('is found with one free place, however many profiles have their oldest for a domain that has enough', async () => {
    const profiles = ['a', 'b', 'c', 'd', 'e'];
    for (const profileId of profiles) await queued(1, '1 hour', profileId, 'full.test');
    const others = [await queued(1, '1 min', 'z', 'free.test'), await queued(1, '0 s', 'a', 'free.test')];
    const full = profiles.map((profileId) => ({ destination: `${profileId} full.test`, room: 0 }));
    const taken = [await ours.claims.take(1, [], 10, full), await ours.claims.take(2, [], 10, full)];
    expect(taken.map((claims) => claims.map(({ id }) => id))).toEqual(others.map((id) => [id]));
  });

  it('that is given back untried is taken again, and was not attempted', async () => {
    const claims = [await claimed(ours), await claimed(ours)];
    await ours.claims.release(...claims);
    expect(await ours.claims.take(10)).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
  });

  it('that is not due is left', async () => {
    await queued(1, '-1 hour');
    expect(await ours.claims.take(1)).toEqual([]);
  });

  it('is due at once, whatever the clock of who accepted it says', async () => {
    const id = await accepted(new Date(Date.now() + 3_600_000));
    expect((await ours.claims.take(1)).map((claim) => claim.id)).toEqual([id]);
  });

  it('is not due before its time, whatever the clock of who accepted it says', async () => {
    const notBefore = new Date(Date.now() + 1_800_000).toISOString();
    const id = await accepted(new Date(Date.now() + 3_600_000), { notBefore });
    expect(await ours.claims.take(1)).toEqual([]);
    expect(await stateOf({ id })).toMatchObject({ state: 'scheduled', next_attempt_at: new Date(notBefore) });
  });

  it('lives as long as its kind does, whatever the clock of who accepted it says', async () => {
    await accepted(new Date(Date.now() - 7_200_000));
    expect(await ours.claims.take(1)).toHaveLength(1);
  });

  it('that failed is due again by the clock of the database', async () => {
    const claim = await claimed(ours);
    expect(await ours.ledger.settle(claim, LATER)).toBe(true);
    const [row] = await db.query(
      `SELECT next_attempt_at - settled_at BETWEEN '59 s' AND '60 s' AS "isInAMinute" FROM delivery WHERE id = $1`,
      [claim.id],
    );
    expect(row).toEqual({ isInAMinute: true });
  });

  it('that failed is not planned for a time when nobody wants the mail any more', async () => {
    const claim = await claimed(ours);
    await ours.ledger.settle(claim, { ...LATER, delayMs: 2 * 86_400_000 });
    const { next_attempt_at, expires_at } = await stateOf(claim);
    expect(next_attempt_at).toEqual(expires_at);
  });

  it('cannot be handed over after somebody else has taken it', async () => {
    const claim = await claimed(ours);
    await freeze(claim);
    await theirs.recovery.recover();
    const [again] = await theirs.claims.take(1);
    expect(again!.id).toBe(claim.id);
    await expect(ours.ledger.handOver(claim)).rejects.toMatchObject({ code: 'lease.lost' });
    expect(await ours.ledger.settle(claim, SENT)).toBe(false);
    await theirs.ledger.handOver(again!);
    expect(await ours.ledger.settle(claim, SENT)).toBe(false);
    expect(await theirs.ledger.settle(again!, SENT)).toBe(true);
  });

  it('cannot be handed over with a lease that has run out', async () => {
    const claim = await claimed(ours);
    await freeze(claim);
    await expect(ours.ledger.handOver(claim)).rejects.toMatchObject({ code: 'lease.lost' });
  });

  it('cannot be sent unless its intent was written down', async () => {
    const claim = await claimed(ours);
    expect(await ours.ledger.settle(claim, SENT)).toBe(false);
  });

  it('keeps its lease while its process says so', async () => {
    const claim = await claimed(ours);
    await freeze(claim);
    await ours.claims.renew([claim]);
    await theirs.recovery.recover();
    expect(await stateOf(claim)).toMatchObject({ state: 'claimed' });
  });

  it('is left alone while its process lives', async () => {
    const claim = await claimed(ours);
    await theirs.recovery.recover();
    await ours.ledger.handOver(claim);
    await theirs.recovery.recover();
    expect(await stateOf(claim)).toMatchObject({ state: 'handing_over' });
  });

  it('of a process that is gone goes back at once, or becomes unknown, with an attempt and an event', async () => {
    const gone = await replica();
    const before = await claimed(gone);
    const after = await claimed(gone);
    await gone.ledger.handOver(after);
    await events();
    await gone.liveness.onApplicationShutdown();
    await ours.recovery.recover();
    expect(await stateOf(before)).toMatchObject({ state: 'queued', attempts: 0 });
    expect(await stateOf(after)).toMatchObject({
      state: 'unknown',
      resolution: 'assumed sent',
      attempts: 1,
      code: 'provider.unknown_outcome',
    });
    expect(await events()).toEqual(['notification.unknown.v1']);
    expect(await db.query(`SELECT outcome FROM attempt WHERE delivery_id = $1`, [after.id])).toEqual([
      { outcome: 'unknown' },
    ]);
  });

  it('that this very process has under way is left to it, even when it counts as gone', async () => {
    const gone = await replica();
    const claim = await claimed(gone);
    await gone.ledger.handOver(claim);
    await gone.liveness.onApplicationShutdown();
    await ours.recovery.recover([claim.id]);
    expect(await stateOf(claim)).toMatchObject({ state: 'handing_over' });
  });

  it('that was thought lost is sent after all when the answer comes late', async () => {
    const claim = await claimed(ours);
    await ours.ledger.handOver(claim);
    await freeze(claim);
    await theirs.recovery.recover();
    expect(await stateOf(claim)).toMatchObject({ state: 'unknown' });
    expect(await ours.ledger.settle(claim, SENT)).toBe(true);
    expect(await stateOf(claim)).toMatchObject({ state: 'sent', resolution: 'answered late', code: null });
  });

  it('that is settled tells so once', async () => {
    const claim = await claimed(ours);
    await ours.ledger.handOver(claim);
    await events();
    expect(await ours.ledger.settle(claim, SENT)).toBe(true);
    expect(await ours.ledger.settle(claim, SENT)).toBe(false);
    expect(await events()).toEqual(['notification.sent.v1']);
  });
});
