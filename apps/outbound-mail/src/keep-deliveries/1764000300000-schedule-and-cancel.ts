import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ScheduleAndCancel1764000300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE notification
        ADD COLUMN idempotency_key text,
        ADD COLUMN content_hash    bytea,
        ADD COLUMN requested_at    timestamptz(3),
        ADD COLUMN cancelled_at    timestamptz(3),
        ADD COLUMN cancelled_by    text,
        ADD CONSTRAINT notification_once UNIQUE (source, idempotency_key)`);
    await db.query(`CREATE INDEX delivery_by_address ON delivery (lower(address))`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX delivery_by_address`);
    await db.query(`
      ALTER TABLE notification
        DROP COLUMN idempotency_key, DROP COLUMN content_hash, DROP COLUMN requested_at,
        DROP COLUMN cancelled_at, DROP COLUMN cancelled_by`);
  }
}
