import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Each change of a delivery is written into every index that it has, and nobody asks for one by its Message-ID or its
 * reply key here. Both hold a random key that no two share, with or without an index.
 */
export class DropWhatNobodyLooksInto1764100900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // In the order in which replicas of before, which go on, lock the two: none waits for the other in a circle.
    await db.query(`ALTER TABLE notification DROP CONSTRAINT notification_once`);
    // Most requests have no key.
    await db.query(`
      CREATE UNIQUE INDEX notification_once ON notification (source, idempotency_key)
      WHERE idempotency_key IS NOT NULL`);
    await db.query(`
      ALTER TABLE delivery DROP CONSTRAINT delivery_message_id_key, DROP CONSTRAINT delivery_reply_key_key`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX notification_once`);
    await db.query(`ALTER TABLE notification ADD CONSTRAINT notification_once UNIQUE (source, idempotency_key)`);
    await db.query(`ALTER TABLE delivery ADD UNIQUE (message_id), ADD UNIQUE (reply_key)`);
  }
}
