import type { MigrationInterface, QueryRunner } from 'typeorm';

/** By topic, what changed last and when. It goes with its person. */
export class NoteTopicChanges1763596990000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE directory_user ADD COLUMN topic_changes jsonb NOT NULL DEFAULT '{}'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE directory_user DROP COLUMN topic_changes`);
  }
}
