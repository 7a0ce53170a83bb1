import { setTimeout as pause } from 'node:timers/promises';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { DataSource, EntityManager } from 'typeorm';
import { connectDatabase } from './connect-database.js';
import { WriteWatch } from './write-watch.js';

const here = world();
const CONNECTIONS = 2;
let db: DataSource;
let watch: WriteWatch;

beforeAll(async () => {
  const env = { DATABASE_URL: await here.freshDatabase(), DATABASE_POOL_SIZE: CONNECTIONS, START_TIMEOUT_SECONDS: 10 };
  db = await connectDatabase({ name: 'spec', env, entities: [], migrations: [] });
  here.onEnd(() => db.destroy());
  await db.query('CREATE TABLE thing (id int)');
  watch = new WriteWatch(db);
});

/** Has all connections that there are, and does that with them again and again until told to end. */
async function busy(work: (tx: EntityManager) => Promise<unknown>): Promise<() => Promise<void>> {
  let begun = 0;
  let isOver = false;
  const working = Array.from({ length: CONNECTIONS }, () =>
    db.transaction(async (tx) => {
      begun += 1;
      while (!isOver) await work(tx);
    }),
  );
  await until(() => begun === CONNECTIONS, { what: 'all connections to be at work' });
  return async () => {
    isOver = true;
    await Promise.all(working);
  };
}

describe('a pool whose connections are all at work', () => {
  it('has a PostgreSQL that takes what is written, where it does', async () => {
    const end = await busy((tx) => tx.query('INSERT INTO thing SELECT 1 FROM pg_sleep(0.02)'));
    expect(await watch.isWritable()).toBe(true);
    await end();
  });

  it('says nothing about one that has answered nobody meanwhile', async () => {
    const end = await busy((tx) => tx.query('SELECT pg_sleep(0.02)'));
    const asked = watch.isWritable();
    expect(await Promise.race([asked, pause(2_000).then(() => 'not yet')])).toBe('not yet');
    await end();
    expect(await asked).toBe(true);
  });
});

it('one that only reads is found out', async () => {
  await db.query('SET default_transaction_read_only = on');
  expect(await watch.isWritable()).toBe(false);
  expect(await watch.isWritable()).toBe(true);
});
