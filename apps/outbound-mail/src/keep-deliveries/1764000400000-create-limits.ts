import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLimits1764000400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE profile_pause (
        profile_id text        NOT NULL,
        code       text        NOT NULL,
        revision   integer     NOT NULL,
        until      timestamptz NOT NULL,
        lasts      interval    NOT NULL,
        PRIMARY KEY (profile_id, code)
      )`);
    await db.query(`
      CREATE TABLE profile_sent (
        profile_id text        NOT NULL,
        period     text        NOT NULL,
        bucket     timestamptz NOT NULL,
        count      integer     NOT NULL,
        PRIMARY KEY (profile_id, period, bucket)
      )`);
    // What is due is looked for profile by profile: one that may not send now costs nothing, however much waits for it.
    await db.query(`DROP INDEX delivery_waiting`);
    await db.query(`
      CREATE INDEX delivery_waiting ON delivery (profile_id, lane, next_attempt_at)
      WHERE state IN ('scheduled', 'queued', 'deferred')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX delivery_waiting`);
    await db.query(`
      CREATE INDEX delivery_waiting ON delivery (lane, next_attempt_at)
      WHERE state IN ('scheduled', 'queued', 'deferred')`);
    await db.query(`DROP TABLE profile_sent, profile_pause`);
  }
}
