import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateEarlyCancel1764000601000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE early_cancel (
        source   text        NOT NULL,
        event_id text        NOT NULL,
        at       timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (source, event_id)
      )`);
    await db.query(`CREATE INDEX early_cancel_by_time ON early_cancel (source, at)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE early_cancel`);
  }
}
