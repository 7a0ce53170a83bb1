import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUnsubscription1764000330000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE unsubscription (
        id              uuid           PRIMARY KEY,
        recipient       text           NOT NULL,
        topic           text           NOT NULL,
        delivery_id     uuid           NOT NULL,
        unsubscribed_at timestamptz(3) NOT NULL DEFAULT now(),
        UNIQUE (recipient, topic)
      )`);
    await db.query(`CREATE INDEX unsubscription_by_time ON unsubscription (unsubscribed_at DESC, id DESC)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE unsubscription`);
  }
}
