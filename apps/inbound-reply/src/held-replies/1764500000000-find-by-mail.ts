import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever forgets or replays a mail asks what was held of it. */
export class FindByMail1764500000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE INDEX held_reply_of_mail ON held_reply (inbound_mail_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX held_reply_of_mail`);
  }
}
