import type { MigrationInterface, QueryRunner } from 'typeorm';

export class DecideDeadLetters1764000320000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE dead_letter
        ADD COLUMN state      text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'redriven', 'discarded')),
        ADD COLUMN decided_at timestamptz(3),
        ADD COLUMN decided_by text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dead_letter DROP COLUMN state, DROP COLUMN decided_at, DROP COLUMN decided_by`);
  }
}
