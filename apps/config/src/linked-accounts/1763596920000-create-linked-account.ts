import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLinkedAccount1763596920000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE microsoft_app (
        id            text        PRIMARY KEY CHECK (id = 'microsoft-app'),
        revision      int         NOT NULL CHECK (revision >= 1),
        cloud         text        NOT NULL,
        tenant_id     text        NOT NULL,
        client_id     text        NOT NULL,
        client_secret text        NOT NULL,
        mail_scopes   text        NOT NULL,
        saved_at      timestamptz NOT NULL,
        saved_by      text        NOT NULL
      )`);
    await db.query(`
      CREATE TABLE link_attempt (
        state_hash   text        PRIMARY KEY,
        browser_hash text        NOT NULL,
        owner_id     uuid,
        begun_by     text        NOT NULL,
        secrets      text        NOT NULL,
        expires_at   timestamptz NOT NULL
      )`);
    await db.query(`
      CREATE TABLE linked_account (
        id                      uuid        PRIMARY KEY,
        revision                int         NOT NULL CHECK (revision >= 1),
        owner_id                uuid,
        address                 text        NOT NULL,
        state                   text        NOT NULL CHECK (state IN ('linked', 'needs-linking')),
        tokens                  text        CHECK ((tokens IS NULL) = (state = 'needs-linking')),
        linked_at               timestamptz NOT NULL,
        access_token_expires_at timestamptz NOT NULL,
        last_refresh_at         timestamptz,
        CONSTRAINT linked_account_owner UNIQUE NULLS NOT DISTINCT (owner_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE linked_account`);
    await db.query(`DROP TABLE link_attempt`);
    await db.query(`DROP TABLE microsoft_app`);
  }
}
