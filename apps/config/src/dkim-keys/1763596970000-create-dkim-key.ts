import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDkimKey1763596970000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE dkim_key (
        id           uuid        PRIMARY KEY,
        revision     int         NOT NULL CHECK (revision >= 1),
        domain       text        NOT NULL,
        selector     text        NOT NULL,
        state        text        NOT NULL CHECK (state IN ('waiting-for-dns', 'active', 'retired')),
        public_key   text        NOT NULL,
        private_key  text        NOT NULL,
        created_at   timestamptz NOT NULL,
        created_by   text        NOT NULL,
        activated_at timestamptz CHECK ((activated_at IS NULL) = (state = 'waiting-for-dns')),
        retired_at   timestamptz CHECK ((retired_at IS NOT NULL) = (state = 'retired')),
        CONSTRAINT dkim_key_selector UNIQUE (domain, selector)
      )`);
    await db.query(`CREATE UNIQUE INDEX dkim_key_active ON dkim_key (domain) WHERE state = 'active'`);
    await db.query(`CREATE INDEX dkim_key_created_at ON dkim_key (created_at, id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE dkim_key`);
  }
}
