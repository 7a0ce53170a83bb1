import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NoteReading1764200500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE mailbox ADD COLUMN read_at timestamptz, ADD COLUMN reader text, ADD COLUMN reader_epoch bigint,
        ADD COLUMN listed_at timestamptz, ADD COLUMN listed integer`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE mailbox DROP COLUMN read_at, DROP COLUMN reader, DROP COLUMN reader_epoch, DROP COLUMN listed_at,
        DROP COLUMN listed`);
  }
}
