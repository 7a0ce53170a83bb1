import { setTimeout as elapse } from 'node:timers/promises';
import { expect, it, jest } from '@jest/globals';
import { world } from '@replyline/testing';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { MESSAGING_MIGRATIONS } from './messaging.module.js';
import { OutboxSession } from './outbox-session.js';

const here = world();
/** Two signs of life. */
const A_WHILE_MS = 4_500;

/** How many questions are under way at once in this database, at most, and how many there were. */
function watchQuestions(url: string) {
  const database = new URL(url).pathname.slice(1);
  const seen = { underWay: 0, most: 0, all: 0 };
  const { query } = pg.Client.prototype;
  const spy = jest.spyOn(pg.Client.prototype, 'query').mockImplementation(function (
    this: pg.Client,
    ...args: unknown[]
  ) {
    // What an earlier spec has left open asks on.
    if (this.database !== database) return (query as (...all: unknown[]) => unknown).apply(this, args);
    seen.all += 1;
    seen.most = Math.max(seen.most, (seen.underWay += 1));
    const asked = (query as (...all: unknown[]) => Promise<unknown>).apply(this, args);
    return asked.finally(() => (seen.underWay -= 1));
  } as never);
  here.onEnd(() => spy.mockRestore());
  return seen;
}

it('shows that it lives while it asks nothing, and asks one thing at a time', async () => {
  const url = await here.freshDatabase();
  const migrations = [...MESSAGING_MIGRATIONS];
  const db = await new DataSource({ type: 'postgres', url, migrations, migrationsRun: true }).initialize();
  here.onEnd(() => db.destroy());
  const session = await OutboxSession.open(url, () => undefined);
  here.onEnd(() => session.end());
  const other = db.createQueryRunner();
  await other.startTransaction();
  await other.query('LOCK TABLE outbox');
  const questions = watchQuestions(url);
  const next = session.next([]);
  await elapse(A_WHILE_MS);
  expect(questions).toMatchObject({ most: 1, all: 1 });
  await other.rollbackTransaction();
  await other.release();
  expect(await next).toEqual([]);
  questions.all = 0;
  await elapse(A_WHILE_MS);
  expect(questions.all).toBeGreaterThan(0);
});
