import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until, world } from '@replyline/testing';
import { Controller, type INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import pg from 'pg';
import { bootService } from './testing/boot-service.js';

@Controller()
class Nothing {}

const here = world();
/** More than two pieces. */
const MANY = 2_345;
let app: INestApplication;
let db: DataSource;
/** Has one of the old rows for itself, so that whoever takes it away waits. */
let busy: pg.Client;

/** `age` is how long ago it was written, and published where it was. */
const wrote = (name: string, count: number, { age, isPublished }: { age: string; isPublished: boolean }) =>
  busy.query(
    `INSERT INTO outbox (dedupe_id, subject, headers, payload, created_at, published_at, not_before)
     SELECT $1 || nth, 'x.v1', '{}', '{}', now() - $3::interval, CASE WHEN $4 THEN now() - $3::interval END, 'infinity'
     FROM generate_series(1, $2::int) nth`,
    [name, count, age, isPublished],
  );
const received = (name: string, count: number, age: string) =>
  busy.query(
    `INSERT INTO inbox (consumer, source, id, received_at)
     SELECT 'c' || nth % 3, $1, nth, now() - $3::interval FROM generate_series(1, $2::int) nth`,
    [name, count, age],
  );
const left = async (of: string, table: string): Promise<string[]> =>
  (await db.query(`SELECT DISTINCT ${of} AS name FROM ${table} ORDER BY 1`)).map(({ name }: { name: string }) => name);

beforeAll(async () => {
  const databaseUrl = await here.freshDatabase();
  const boot = async () =>
    bootService({ service: 'conversation', databaseUrl, natsUrl: (await here.nats()).url, controller: Nothing });
  // Makes the tables. Nobody looks for what is old while it is written.
  app = await boot();
  db = app.get(DataSource);
  await app.close();
  await db.destroy();
  busy = new pg.Client(databaseUrl);
  await busy.connect();
  await wrote('stuck', MANY, { age: '20 days', isPublished: false });
  await wrote('old', MANY, { age: '15 days', isPublished: true });
  await wrote('young', 10, { age: '13 days', isPublished: true });
  await received('/old', MANY, '29 days');
  await received('/young', 10, '27 days');
  await busy.query(`BEGIN; SELECT FROM outbox WHERE dedupe_id = 'old7' FOR UPDATE`);
  app = await boot();
  db = app.get(DataSource);
});

afterAll(async () => {
  await busy.end();
  await app.close();
  await db.destroy();
});

describe('what was published or received long ago', () => {
  it('keeps nothing from being published while it is taken away', async () => {
    await db.query(
      `INSERT INTO outbox (dedupe_id, subject, headers, payload) VALUES ('new', 'reply.held.v1', '{}', '{}')`,
    );
    const published = `SELECT FROM outbox WHERE dedupe_id = 'new' AND published_at IS NOT NULL`;
    await until(async () => (await db.query(published)).length === 1, { deadlineMs: 5_000, what: 'a new event' });
    expect(await left('source', 'inbox')).toContain('/old');
  });

  it('is taken away, and nothing else is', async () => {
    await busy.query('ROLLBACK');
    await until(async () => !(await left('source', 'inbox')).includes('/old'), { what: 'the end of what is old' });
    expect(await left('source', 'inbox')).toEqual(['/young']);
    expect(await left(`rtrim(dedupe_id, '0123456789')`, 'outbox')).toEqual(['new', 'stuck', 'young']);
    expect(await db.query(`SELECT count(*)::int AS count FROM outbox WHERE published_at IS NULL`)).toEqual([
      { count: MANY },
    ]);
  });
});
