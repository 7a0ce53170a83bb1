import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ids of the events that asked again for what was asked for, under the same idempotency key. */
export class CreateNotificationAlias1764001100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE notification_alias (
        source          text NOT NULL,
        event_id        text NOT NULL,
        notification_id uuid NOT NULL REFERENCES notification ON DELETE CASCADE,
        PRIMARY KEY (event_id, source)
      )`);
    await db.query(`CREATE INDEX notification_alias_of ON notification_alias (notification_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE notification_alias`);
  }
}
