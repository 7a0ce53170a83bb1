import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ReplayMail1764100900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail ADD COLUMN earlier jsonb NOT NULL DEFAULT '[]'`);
    await db.query(`CREATE INDEX held_reply_of_reply ON held_reply (reply_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX held_reply_of_reply`);
    await db.query(`ALTER TABLE inbound_mail DROP COLUMN earlier`);
  }
}
