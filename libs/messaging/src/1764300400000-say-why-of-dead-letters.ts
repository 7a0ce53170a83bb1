import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SayWhyOfDeadLetters1764300400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dead_letter ADD COLUMN why text NOT NULL DEFAULT ''`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dead_letter DROP COLUMN why`);
  }
}
