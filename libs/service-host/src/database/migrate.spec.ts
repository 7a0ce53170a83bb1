import { describe, expect, it } from '@jest/globals';
import { world } from '@replyline/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { connectDatabase } from './connect-database.js';

/** Slow enough that replicas without a lock are all in it at once. */
class CreateThing1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('SELECT pg_sleep(0.2)');
    await db.query('CREATE TABLE thing (id int)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DROP TABLE thing');
  }
}

/** Succeeds only on a database that the first one has been at. */
class FillThing1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query('INSERT INTO thing VALUES (1)');
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query('DELETE FROM thing');
  }
}

const here = world();

/** Shorter than the migration, which may say nothing for longer. */
const IMPATIENT_MS = 50;

const replicaOf = async (url: string, silenceMs?: number) => {
  const db = await connectDatabase({
    name: 'spec',
    env: { DATABASE_URL: url, DATABASE_POOL_SIZE: 2, START_TIMEOUT_SECONDS: 10 },
    entities: [],
    migrations: [FillThing1764000000002, CreateThing1764000000001],
    ...(silenceMs !== undefined && { silenceMs }),
  });
  here.onEnd(() => db.destroy());
  return db;
};

describe('a migration', () => {
  it('is applied once and in order, however many replicas start at the same time with the smallest pool', async () => {
    const url = await here.freshDatabase();
    await Promise.all([1, 2, 3, 4].map(() => replicaOf(url, IMPATIENT_MS)));
    const db = await replicaOf(url);
    expect(await db.query('SELECT id FROM thing')).toEqual([{ id: 1 }]);
    expect(await db.query('SELECT name FROM migration ORDER BY id')).toEqual([
      { name: 'CreateThing1764000000001' },
      { name: 'FillThing1764000000002' },
    ]);
  });
});
