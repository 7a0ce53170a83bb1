import type { MigrationInterface, QueryRunner } from 'typeorm';

export class TellRepetitions1764600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE conversation ADD COLUMN request_digest text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE conversation DROP COLUMN request_digest`);
  }
}
