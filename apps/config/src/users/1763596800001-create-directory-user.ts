import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDirectoryUser1763596800001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE directory_user (
        id           uuid   PRIMARY KEY,
        revision     int    NOT NULL CHECK (revision >= 1),
        name         text   NOT NULL,
        display_name text   NOT NULL,
        address      text   NOT NULL,
        roles        text[] NOT NULL,
        groups       text[] NOT NULL,
        other_addresses    text[] NOT NULL DEFAULT '{}',
        locale             text   NOT NULL DEFAULT 'en',
        time_zone          text   NOT NULL DEFAULT 'UTC',
        alternative_sender text,
        subscriptions      text[] NOT NULL DEFAULT '{}'
      )`);
    await db.query(`CREATE UNIQUE INDEX directory_user_name ON directory_user (name)`);
    // Every address of everybody: an answer from one of them must have one author.
    await db.query(`
      CREATE TABLE directory_address (
        address text PRIMARY KEY CHECK (address = lower(address)),
        user_id uuid NOT NULL REFERENCES directory_user (id) ON DELETE CASCADE
      )`);
    await db.query(`CREATE INDEX directory_address_user ON directory_address (user_id)`);
    await db.query(`CREATE INDEX directory_user_roles ON directory_user USING gin (roles)`);
    await db.query(`CREATE INDEX directory_user_groups ON directory_user USING gin (groups)`);
    await db.query(`CREATE INDEX directory_user_subscriptions ON directory_user USING gin (subscriptions)`);
    await db.query(`CREATE INDEX directory_user_alternative_sender ON directory_user (alternative_sender)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE directory_address`);
    await db.query(`DROP TABLE directory_user`);
  }
}
