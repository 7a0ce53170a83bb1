import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSettings1763596800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE settings (
        document text        PRIMARY KEY CHECK (length(document) BETWEEN 1 AND 120),
        revision int         NOT NULL CHECK (revision >= 1),
        "values" jsonb       NOT NULL CHECK (jsonb_typeof("values") = 'object'),
        placement jsonb      NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(placement) = 'object'),
        secrets  jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(secrets) = 'object'),
        passed   text        NOT NULL CHECK (passed IN ('test', 'validate', 'none')),
        saved_at timestamptz NOT NULL,
        saved_by text        NOT NULL
      )`);
    // Shared profiles are chosen by name where nothing else decides.
    await db.query(`
      CREATE UNIQUE INDEX settings_shared_name ON settings ((placement->>'name')) WHERE placement->>'scope' = 'shared'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE settings`);
  }
}
