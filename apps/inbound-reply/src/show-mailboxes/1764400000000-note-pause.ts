import type { MigrationInterface, QueryRunner } from 'typeorm';

export class NotePause1764400000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE mailbox ADD COLUMN waits_until timestamptz, ADD COLUMN waits_because text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE mailbox DROP COLUMN waits_until, DROP COLUMN waits_because`);
  }
}
