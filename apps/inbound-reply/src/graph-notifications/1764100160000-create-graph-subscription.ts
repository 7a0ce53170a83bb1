import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateGraphSubscription1764100160000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE graph_subscription (
        mailbox          text        PRIMARY KEY,
        subscription_id  text        NOT NULL UNIQUE,
        notification_url text        NOT NULL,
        state_sha256     bytea       NOT NULL,
        renew_at         timestamptz NOT NULL,
        announced_at     timestamptz
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE graph_subscription`);
  }
}
