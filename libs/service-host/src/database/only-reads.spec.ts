import { expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { connectDatabase } from './connect-database.js';

const here = world();

it('a session that only reads is not used again, so that what is written is written when that is over', async () => {
  const url = await here.freshDatabase();
  const env = { DATABASE_URL: url, DATABASE_POOL_SIZE: 2, START_TIMEOUT_SECONDS: 10 };
  const db = await connectDatabase({ name: 'spec', env, entities: [], migrations: [] });
  here.onEnd(() => db.destroy());
  await db.query('CREATE TABLE thing (id int)');
  // As what an operator has set, or the server that was first before a failover: for as long as the session lasts.
  await db.query('SET default_transaction_read_only = on');
  await expect(db.query('INSERT INTO thing VALUES (1)')).rejects.toMatchObject({ driverError: { code: '25006' } });
  await until(() => db.query('INSERT INTO thing VALUES (2) RETURNING id'), { what: 'another session' });
  expect(await db.query('SELECT id FROM thing')).toEqual([{ id: 2 }]);
});
