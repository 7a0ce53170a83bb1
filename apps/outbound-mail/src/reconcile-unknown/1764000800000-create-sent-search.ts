import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSentSearch1764000800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // The epoch says which attempt is meant: one that a person had sent again is looked for anew.
    await db.query(`
      CREATE TABLE sent_search (
        delivery_id uuid        PRIMARY KEY REFERENCES delivery ON DELETE CASCADE,
        epoch       bigint      NOT NULL,
        next_at     timestamptz,
        looks       integer     NOT NULL DEFAULT 0,
        looked_at   timestamptz(3),
        seen        text,
        code        text,
        item_id     text
      )`);
    await db.query(`CREATE INDEX sent_search_due ON sent_search (next_at) WHERE next_at IS NOT NULL`);
    await db.query(`CREATE INDEX delivery_unknown ON delivery (profile_id) WHERE state = 'unknown'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX delivery_unknown`);
    await db.query(`DROP TABLE sent_search`);
  }
}
