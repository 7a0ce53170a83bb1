import { beforeAll, describe, expect, it } from '@jest/globals';
import { startTcpProxy } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { HotStatements, type HotStatement } from './hot-statements.js';

const here = world();
const ADD: HotStatement = { name: 'add', text: 'INSERT INTO thing (id) VALUES ($1) RETURNING id' };
const COUNT: HotStatement = { name: 'count', text: 'SELECT count(*)::int AS count FROM thing' };
const SLEEP: HotStatement = { name: 'sleep', text: 'SELECT pg_sleep($1)' };
let db: DataSource;
let statements: HotStatements;
/** Through a cable that garbles what it is told to. */
let garbling: HotStatements;
let garbled: string | undefined;

const count = async () => (await statements.do<{ count: number }>(COUNT, []))[0]!.count;

beforeAll(async () => {
  db = await new DataSource({ type: 'postgres', url: await here.freshDatabase() }).initialize();
  here.onEnd(() => db.destroy());
  await db.query('CREATE TABLE thing (id int PRIMARY KEY)');
  statements = new HotStatements(db);
  here.onEnd(() => statements.onApplicationShutdown());
  const url = new URL((db.options as { url: string }).url);
  const cable = await startTcpProxy({ targetPort: Number(url.port), admits: (said) => (garble(said), true) });
  here.onEnd(() => cable.stop());
  url.port = String(cable.port);
  garbling = new HotStatements({ options: { url: url.href } } as DataSource);
  here.onEnd(() => garbling.onApplicationShutdown());
});

function garble(said: Buffer): void {
  const at = garbled === undefined ? -1 : said.indexOf(garbled);
  if (at >= 0) said.write('?', at);
}

describe('a transaction', () => {
  it('answers with the rows of each step, which sees what the steps before it wrote', async () => {
    expect(await statements.transaction([ADD, [1]], [COUNT, []], [ADD, [2]])).toEqual([
      [{ id: 1 }],
      [{ count: 1 }],
      [{ id: 2 }],
    ]);
    expect(await count()).toBe(2);
  });

  it('is not done at all where a step fails, and says why', async () => {
    const before = await count();
    const work = statements.transaction([ADD, [3]], [ADD, [3]], [ADD, [4]]);
    await expect(work).rejects.toThrow('duplicate key');
    expect(await count()).toBe(before);
  });

  it('leaves its connection as it was, also where it failed', async () => {
    const failing = Array.from({ length: 20 }, () => statements.transaction([ADD, [5]], [ADD, [5]]));
    for (const { status } of await Promise.allSettled(failing)) expect(status).toBe('rejected');
    expect(await statements.transaction([ADD, [5]])).toEqual([[{ id: 5 }]]);
  });

  // As if that alone had been cancelled.
  it.each(['BEGIN', 'COMMIT'])(
    'is not done at all where PostgreSQL refuses its %s, and the next one is',
    async (word) => {
      const before = await count();
      garbled = word;
      const work = garbling
        .transaction([ADD, [100 + before]], [ADD, [200 + before]])
        .finally(() => (garbled = undefined));
      await expect(work).rejects.toThrow('syntax error');
      expect(await count()).toBe(before);
      const id = 300 + before;
      expect(await garbling.transaction([ADD, [id]])).toEqual([[{ id }]]);
      expect(await count()).toBe(before + 1);
    },
  );

  it('fails, and nothing else does, where its connection ends in the middle of it', async () => {
    const before = await count();
    const work = expect(statements.transaction([ADD, [6]], [SLEEP, [60]], [ADD, [7]])).rejects.toThrow('terminat');
    await until(async () => {
      const [{ ended }] = await db.query(
        `SELECT count(pg_terminate_backend(pid))::int AS ended FROM pg_stat_activity WHERE query = $1 AND state = 'active'`,
        [SLEEP.text],
      );
      return ended > 0;
    });
    await work;
    expect(await count()).toBe(before);
    expect(await statements.transaction([ADD, [6]])).toEqual([[{ id: 6 }]]);
  });

  it('is not done where an operator lets nobody write', async () => {
    const before = await count();
    const { url } = db.options as { url: string };
    const name = new URL(url).pathname.slice(1);
    await db.query(`ALTER DATABASE "${name}" SET default_transaction_read_only = on`);
    const late = new HotStatements(db);
    await expect(late.transaction([ADD, [8]])).rejects.toMatchObject({ code: 'service.unavailable' });
    await db.query(`ALTER DATABASE "${name}" RESET default_transaction_read_only`);
    expect(await count()).toBe(before);
    expect(await late.transaction([ADD, [8]])).toEqual([[{ id: 8 }]]);
    await late.onApplicationShutdown();
  });
});
