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
        groups       text[] NOT NULL
      )`);
    await db.query(`CREATE UNIQUE INDEX directory_user_name ON directory_user (name)`);
    await db.query(`CREATE UNIQUE INDEX directory_user_address ON directory_user (lower(address))`);
    await db.query(`CREATE INDEX directory_user_roles ON directory_user USING gin (roles)`);
    await db.query(`CREATE INDEX directory_user_groups ON directory_user USING gin (groups)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE directory_user`);
  }
}
