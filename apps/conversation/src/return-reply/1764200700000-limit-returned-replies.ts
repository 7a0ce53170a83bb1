import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LimitReturnedReplies1764200700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE returned_reply (
        user_id uuid        NOT NULL,
        reason  text        NOT NULL,
        told_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, reason)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE returned_reply`);
  }
}
