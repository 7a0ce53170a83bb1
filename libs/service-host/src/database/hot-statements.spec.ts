import { beforeAll, describe, expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { HotStatements, type HotStatement } from './hot-statements.js';

const here = world();
const ADD: HotStatement = { name: 'add', text: 'INSERT INTO thing (id) VALUES ($1) RETURNING id' };
const COUNT: HotStatement = { name: 'count', text: 'SELECT count(*)::int AS count FROM thing' };
const SLEEP: HotStatement = { name: 'sleep', text: 'SELECT pg_sleep($1)' };
let db: DataSource;
let statements: HotStatements;

const count = async () => (await statements.do<{ count: number }>(COUNT, []))[0]!.count;

beforeAll(async () => {
  db = await new DataSource({ type: 'postgres', url: await here.freshDatabase() }).initialize();
  here.onEnd(() => db.destroy());
  await db.query('CREATE TABLE thing (id int PRIMARY KEY)');
  statements = new HotStatements(db);
  here.onEnd(() => statements.onApplicationShutdown());
});

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
});
