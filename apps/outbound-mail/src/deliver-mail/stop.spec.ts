import { beforeAll, expect, it } from '@jest/globals';
import type { DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;
let db: DataSource;

beforeAll(async () => {
  const databaseUrl = await here.freshDatabase();
  around = await Surroundings.of({ databaseUrl, natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  bob = await around.user('bob');
  await around.profile(server.port, { messagesPerMinute: 10 });
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  db = await new DataSource({ type: 'postgres', url: databaseUrl }).initialize();
  here.onEnd(() => db.destroy());
});

/** How many claims wait for the lock of somebody else. A search for what was lost asks for pauses too, and is none. */
async function waiting(): Promise<number> {
  const [row]: { count: number }[] = await db.query(
    `SELECT count(*)::int FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%WITH RECURSIVE%profile_pause%'`,
  );
  return row!.count;
}

it('what is being taken up while the service stops is given back, untried and uncounted, before it has stopped', async () => {
  const lock = db.createQueryRunner();
  await lock.startTransaction();
  await lock.query(`LOCK TABLE profile_pause IN ACCESS EXCLUSIVE MODE`);
  const request = await around.mention(bob);
  // One that waited before it was accepted takes it too: a statement sees what was committed when it got its locks.
  await until(async () => (await replica.deliveries(request)).length > 0, { what: 'the delivery' });
  await until(async () => (await waiting()) > 0, { what: 'a claim' });
  let isStopped = false;
  const stopped = replica.stopSending().then(() => (isStopped = true));
  expect([await waiting(), isStopped]).toEqual([1, false]);
  await lock.commitTransaction();
  await lock.release();
  await stopped;
  expect(await replica.deliveries(request)).toMatchObject([{ state: 'queued', attempts: 0 }]);
  expect(await db.query(`SELECT coalesce(sum(count), 0)::int AS sent FROM profile_sent`)).toEqual([{ sent: 0 }]);
  expect(server.peakConnections()).toBe(0);
});
