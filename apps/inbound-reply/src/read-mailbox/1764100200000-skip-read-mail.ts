import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SkipReadMail1764100200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE mailbox ADD COLUMN known_since timestamptz, ADD COLUMN skipped_at timestamptz`);
    // What was read by somebody until now was never looked at: it is as old as mail from before the first look.
    await db.query(`UPDATE mailbox SET known_since = date_trunc('second', now()) WHERE cursor IS NOT NULL`);
    await db.query(`ALTER TABLE inbound_mail DROP CONSTRAINT inbound_mail_state_check`);
    await db.query(
      `ALTER TABLE inbound_mail ADD CONSTRAINT inbound_mail_state_check CHECK (state IN ('stored', 'waiting', 'requested', 'processed'))`,
    );
    await db.query(`CREATE INDEX inbound_mail_message_id ON inbound_mail (message_id)`);
    await db.query(`CREATE INDEX inbound_mail_requested ON inbound_mail (mailbox) WHERE state = 'requested'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX inbound_mail_requested, inbound_mail_message_id`);
    await db.query(
      `UPDATE inbound_mail SET state = 'processed', outcome = coalesce(outcome, 'skipped'), decided_by = coalesce(decided_by, 'reader') WHERE state = 'requested'`,
    );
    await db.query(`ALTER TABLE inbound_mail DROP CONSTRAINT inbound_mail_state_check`);
    await db.query(
      `ALTER TABLE inbound_mail ADD CONSTRAINT inbound_mail_state_check CHECK (state IN ('stored', 'waiting', 'processed'))`,
    );
    await db.query(`ALTER TABLE mailbox DROP COLUMN known_since, DROP COLUMN skipped_at`);
  }
}
