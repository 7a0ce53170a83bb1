import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLease1764000000001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE lease (
        name       text        PRIMARY KEY,
        owner      uuid,
        epoch      bigint      NOT NULL,
        expires_at timestamptz NOT NULL
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE lease`);
  }
}
