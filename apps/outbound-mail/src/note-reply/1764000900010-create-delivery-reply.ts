import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeliveryReply1764000900010 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE delivery_reply (
        delivery_id uuid           NOT NULL REFERENCES delivery ON DELETE CASCADE,
        event_id    text           NOT NULL,
        outcome     text           NOT NULL,
        received_at timestamptz(3) NOT NULL,
        PRIMARY KEY (delivery_id, event_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE delivery_reply`);
  }
}
