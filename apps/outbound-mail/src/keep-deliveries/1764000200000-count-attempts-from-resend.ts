import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountAttemptsFromResend1764000200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE delivery ADD COLUMN attempts_before integer NOT NULL DEFAULT 0`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE delivery DROP COLUMN attempts_before`);
  }
}
