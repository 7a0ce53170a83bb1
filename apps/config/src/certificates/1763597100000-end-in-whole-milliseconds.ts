import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list is paged by this time, and a cursor carries whole milliseconds: a column that held more would skip rows. */
export class EndInWholeMilliseconds1763597100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE certificate ALTER COLUMN valid_to TYPE timestamptz(3)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE certificate ALTER COLUMN valid_to TYPE timestamptz`);
  }
}
