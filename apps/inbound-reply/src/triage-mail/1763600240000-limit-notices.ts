import type { MigrationInterface, QueryRunner } from 'typeorm';

export class LimitNotices1763600240000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE claim ADD COLUMN told uuid`);
    await db.query(`CREATE INDEX claim_told ON claim (told, claimed_at) WHERE told IS NOT NULL`);
    await db.query(`ALTER TABLE held_reply ADD COLUMN asked_at timestamptz`);
    await db.query(`UPDATE held_reply SET asked_at = held_at`);
    await db.query(`CREATE INDEX held_reply_open ON held_reply (reply_key) WHERE state = 'held'`);
    // An announcement that comes after all finds the answers that nobody waits for any more.
    await db.query(
      `CREATE INDEX inbound_mail_never_known ON inbound_mail (reply_key) WHERE decided_by = 'never-known'`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX inbound_mail_never_known, held_reply_open`);
    await db.query(`ALTER TABLE held_reply DROP COLUMN asked_at`);
    await db.query(`ALTER TABLE claim DROP COLUMN told`);
  }
}
