import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAlternativeSenders1763596930001 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE alternative_senders (
        id        text        PRIMARY KEY CHECK (id = 'alternative-senders'),
        revision  int         NOT NULL CHECK (revision >= 1),
        addresses text[]      NOT NULL,
        saved_at  timestamptz NOT NULL,
        saved_by  text        NOT NULL
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE alternative_senders`);
  }
}
