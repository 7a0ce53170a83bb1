import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUnsubscription1764000330000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE unsubscription (
        recipient       text           NOT NULL,
        topic           text           NOT NULL,
        delivery_id     uuid           NOT NULL,
        unsubscribed_at timestamptz(3) NOT NULL DEFAULT now(),
        PRIMARY KEY (recipient, topic)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE unsubscription`);
  }
}
