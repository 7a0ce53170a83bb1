import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LearnTails1764100600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The last lines of the last replies of each person: a signature that nothing marks shows by standing below them all.
    await db.query(`
      CREATE TABLE reply_tail (
        reply_id    uuid        PRIMARY KEY,
        user_id     uuid        NOT NULL,
        lines       text[]      NOT NULL,
        received_at timestamptz NOT NULL
      )`);
    await db.query(`CREATE INDEX reply_tail_by_user ON reply_tail (user_id, received_at)`);
    await db.query(`ALTER TABLE inbound_mail ADD COLUMN besides jsonb`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail DROP COLUMN besides`);
    await db.query(`DROP TABLE reply_tail`);
  }
}
