import { beforeEach, describe, expect, it } from '@jest/globals';
import { startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import type { Slot } from './held-slot.js';
import { Liveness } from './liveness.js';
import { SlotTable } from './slot-table.js';
import { Slots } from './slots.js';
import { SLOTS_MIGRATIONS } from './slots.migrations.js';

interface Replica {
  readonly db: DataSource;
  readonly liveness: Liveness;
  readonly slots: Slots;
}

const here = world();
let url: string;
let ours: Replica;
let theirs: Replica;

beforeEach(async () => {
  url = await here.freshDatabase();
  [ours, theirs] = [await replica(), await replica()];
});

/** One process, as far as PostgreSQL can tell. */
async function replica(at = url): Promise<Replica> {
  const options = { migrations: SLOTS_MIGRATIONS, migrationsRun: true };
  const db = await new DataSource({ type: 'postgres', url: at, ...options }).initialize();
  const liveness = new Liveness(db);
  await liveness.onModuleInit();
  const slots = new Slots(db, liveness);
  slots.onApplicationBootstrap();
  here.onEnd(async () => {
    slots.onApplicationShutdown();
    await liveness.onApplicationShutdown();
    await db.destroy();
  });
  return { db, liveness, slots };
}

const SERVER = 'smtp mail.example.test:587';
const take = ({ slots }: Replica, most: number) => slots.take({ name: SERVER, most });
const soon = (take: () => Promise<Slot | undefined>, deadlineMs = 2_000): Promise<Slot> =>
  until(take, { deadlineMs, what: 'a slot' });
const silentFor = (interval: string) => ours.db.query(`UPDATE slot SET free_at = free_at - $1::interval`, [interval]);

describe('slots', () => {
  it('are as many as there may be, however many ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 40 }, (_, index) => take(index % 2 ? ours : theirs, 10)));
    const more = await Promise.all([ours, theirs].map((it) => take(it, 10)));
    expect([...taken, ...more].filter((slot) => slot !== undefined).length).toBeLessThanOrEqual(10);
    while (await take(ours, 10));
    expect(await ours.db.query(`SELECT 1 FROM slot WHERE owner IS NOT NULL`)).toHaveLength(10);
  });

  it('of one thing are none of another', async () => {
    await take(ours, 1);
    expect(await theirs.slots.take({ name: 'another', most: 1 })).toBeDefined();
  });

  it('are fewer for whoever thinks that there are fewer', async () => {
    await take(ours, 2);
    await take(ours, 2);
    expect(await take(theirs, 2)).toBeUndefined();
    expect(await take(theirs, 3)).toBeDefined();
  });

  it('that were given back are taken by others', async () => {
    const slot = await take(ours, 1);
    expect(await take(theirs, 1)).toBeUndefined();
    slot!.release();
    await soon(() => take(theirs, 1));
  });

  it('that were given back are taken also when the clock of PostgreSQL went back, and those in use are not', async () => {
    const free = await take(ours, 2);
    await take(ours, 2);
    free!.release();
    await ours.slots.givenBack();
    ours.slots.onApplicationShutdown();
    await ours.db.query(`UPDATE slot SET free_at = free_at + interval '1 hour'`);
    expect(await take(theirs, 2)).toBeDefined();
    expect(await take(theirs, 2)).toBeUndefined();
  });

  it('that were given back while their holder was saying that it keeps them stay free', async () => {
    const table = new SlotTable(ours.db);
    const { owner } = ours.liveness;
    await table.provide({ name: SERVER, most: 1 });
    const row = await table.take({ name: SERVER, most: 1 }, owner);
    await table.release(row!);
    expect(await table.renew([row!], owner)).toEqual([]);
    expect(await soon(() => take(theirs, 1))).toBeDefined();
  });

  it('of which no answer told that they are ours are found in the end, and those that are known are kept', async () => {
    await take(ours, 2);
    await new SlotTable(ours.db).take({ name: SERVER, most: 2 }, ours.liveness.owner);
    expect(await take(ours, 2)).toBeUndefined();
    await ours.db.query(`UPDATE slot SET taken_at = taken_at - interval '2 minutes'`);
    await soon(() => take(ours, 2), 4_000);
    await ours.db.query(`UPDATE slot SET taken_at = taken_at - interval '2 minutes'`);
    await expect(soon(() => take(ours, 2), 3_000)).rejects.toThrow('gave up');
  });

  it('are given back before their holder goes, when it waits for that', async () => {
    const slot = await take(ours, 1);
    setTimeout(() => slot!.release(), 100);
    await ours.slots.givenBack();
    expect(await ours.db.query(`SELECT 1 FROM slot WHERE owner IS NOT NULL`)).toEqual([]);
  });

  it('of a process that is gone are taken long before it would have been given up as frozen', async () => {
    const gone = await replica();
    await take(gone, 1);
    expect(await take(ours, 1)).toBeUndefined();
    await gone.liveness.onApplicationShutdown();
    await soon(() => take(ours, 1), 4_000);
  });

  it('of a process that is frozen are kept for as long as a server may keep its connections', async () => {
    freeze(ours);
    await take(ours, 1);
    await silentFor('5 minutes');
    expect(await take(theirs, 1)).toBeUndefined();
    await silentFor('2 minutes');
    expect(await take(theirs, 1)).toBeDefined();
  });

  it('that somebody else has got are lost', async () => {
    const slot = await take(ours, 1);
    await ours.db.query(`UPDATE slot SET epoch = epoch + 1`);
    await until(() => slot!.signal.aborted, { what: 'the holder noticing' });
  });

  it('are kept by a process whose connection broke and came back', async () => {
    const slot = await take(ours, 1);
    const { owner } = ours.liveness;
    await theirs.db.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'liveness' AND datname = current_database()`,
    );
    await until(() => ours.liveness.owner !== owner, { what: 'another name' });
    const taken = soon(() => take(theirs, 1), 3_500);
    await expect(taken).rejects.toThrow('gave up');
    expect(slot!.signal.aborted).toBe(false);
  });

  it('are given up by a process whose connection broke and did not come back, before others take them', async () => {
    let isAway = false;
    const proxy = await startTcpProxy({ targetPort: Number(new URL(url).port), admits: () => !isAway });
    here.onEnd(() => proxy.stop());
    const through = new URL(url);
    through.port = String(proxy.port);
    const lonely = await replica(through.href);
    const slot = await take(lonely, 1);
    isAway = true;
    proxy.cut();
    let wasAborted: boolean | undefined;
    await soon(async () => {
      const isAborted = slot!.signal.aborted;
      const taken = await take(theirs, 1);
      if (taken) wasAborted = isAborted;
      return taken;
    }, 5_000);
    expect(wasAborted).toBe(true);
    isAway = false;
  });

  it('are given up when they cannot be renewed in time', async () => {
    const slot = await take(ours, 1);
    await ours.db.query(`ALTER TABLE slot RENAME TO slot_away`);
    await until(() => slot!.signal.aborted, { deadlineMs: 9_000, what: 'the guard' });
  });

  it('are asked back from who holds most, the oldest of them and only that, by who has none', async () => {
    const asked: string[] = [];
    for (const [name, holder] of [
      ['only', theirs],
      ['old', ours],
      ['young', ours],
    ] as const) {
      const slot = await take(holder, 3);
      slot!.onWanted(() => asked.push(name));
    }
    const third = await replica();
    await third.slots.want({ name: SERVER, most: 3 });
    await third.slots.want({ name: SERVER, most: 3 });
    await until(() => asked.length > 0, { what: 'the question' });
    expect(asked).toEqual(['old']);
  });
});

/** Says nothing any more, and does not go away. */
function freeze({ slots }: Replica): void {
  slots.onApplicationShutdown();
}
