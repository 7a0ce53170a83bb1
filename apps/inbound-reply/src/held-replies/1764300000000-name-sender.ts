import type { MigrationInterface, QueryRunner } from 'typeorm';

/** From whom a held reply says that it comes: its owner is to know before he posts it under his name. */
export class NameSender1764300000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE held_reply ADD COLUMN senders text[] NOT NULL DEFAULT '{}'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE held_reply DROP COLUMN senders`);
  }
}
