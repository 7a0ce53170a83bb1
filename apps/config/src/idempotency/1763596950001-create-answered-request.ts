import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAnsweredRequest1763596950001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE answered_request (
        actor    text        NOT NULL,
        route    text        NOT NULL,
        key      text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
        digest   text        NOT NULL,
        begun_at timestamptz NOT NULL,
        answer   jsonb,
        PRIMARY KEY (actor, route, key)
      )`);
    await db.query(`CREATE INDEX answered_request_begun_at ON answered_request (begun_at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE answered_request`);
  }
}
