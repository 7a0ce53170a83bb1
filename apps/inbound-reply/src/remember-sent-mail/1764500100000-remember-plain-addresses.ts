import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Mail to an address of nobody comes back too. */
export class RememberPlainAddresses1764500100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE sent_mail ALTER COLUMN user_id DROP NOT NULL`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DELETE FROM sent_mail WHERE user_id IS NULL`);
    await db.query(`ALTER TABLE sent_mail ALTER COLUMN user_id SET NOT NULL`);
  }
}
