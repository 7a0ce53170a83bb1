import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSlot1764000000002 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE slot (
        name       text        NOT NULL,
        number     smallint    NOT NULL,
        owner      uuid,
        epoch      bigint      NOT NULL DEFAULT 0,
        taken_at   timestamptz,
        free_at    timestamptz NOT NULL DEFAULT now(),
        is_wanted  boolean     NOT NULL DEFAULT false,
        PRIMARY KEY (name, number)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE slot`);
  }
}
