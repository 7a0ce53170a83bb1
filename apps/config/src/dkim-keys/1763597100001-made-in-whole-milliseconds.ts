import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list is paged by this time, and a cursor carries whole milliseconds: a column that held more would skip rows. */
export class MadeInWholeMilliseconds1763597100001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dkim_key ALTER COLUMN created_at TYPE timestamptz(3)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dkim_key ALTER COLUMN created_at TYPE timestamptz`);
  }
}
