import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NoteWhatTheServerSaid1764000500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE attempt ADD COLUMN said text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE attempt DROP COLUMN said`);
  }
}
