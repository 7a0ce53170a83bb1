import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateHeldReply1763600180000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE held_reply (
        id              uuid        PRIMARY KEY,
        inbound_mail_id uuid        NOT NULL REFERENCES inbound_mail,
        reply_id        uuid        NOT NULL,
        reply_key       text        NOT NULL REFERENCES sent_mail,
        text            text        NOT NULL,
        confidence      real        NOT NULL,
        because         text        NOT NULL,
        state           text        NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'posted', 'discarded')),
        received_at     timestamptz NOT NULL,
        held_at         timestamptz NOT NULL,
        decided_at      timestamptz
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE held_reply`);
  }
}
