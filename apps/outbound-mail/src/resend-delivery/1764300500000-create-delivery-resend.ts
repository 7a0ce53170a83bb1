import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDeliveryResend1764300500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE delivery_resend (
        delivery_id    uuid           NOT NULL REFERENCES delivery ON DELETE CASCADE,
        number         integer        NOT NULL,
        asked_at       timestamptz(3) NOT NULL DEFAULT now(),
        asked_by       text           NOT NULL,
        after_attempts integer        NOT NULL,
        PRIMARY KEY (delivery_id, number)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE delivery_resend`);
  }
}
