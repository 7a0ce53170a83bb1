import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateInboundMail1763600000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE mailbox (
        mailbox       text        PRIMARY KEY,
        uid_validity  bigint      NOT NULL DEFAULT 0,
        last_uid      bigint      NOT NULL DEFAULT 0,
        trouble       text,
        trouble_since timestamptz
      )`);
    await db.query(`
      CREATE TABLE inbound_mail (
        id           uuid        PRIMARY KEY DEFAULT gen_random_uuid(),
        mailbox      text        NOT NULL,
        uid_validity bigint      NOT NULL,
        uid          bigint      NOT NULL,
        raw          bytea       NOT NULL,
        is_whole     boolean     NOT NULL,
        size_bytes   bigint      NOT NULL,
        sha256       text        NOT NULL,
        received_at  timestamptz NOT NULL,
        stored_at    timestamptz(3) NOT NULL,
        state        text        NOT NULL DEFAULT 'stored' CHECK (state IN ('stored', 'waiting', 'processed')),
        next_try_at  timestamptz,
        failed_tries integer     NOT NULL DEFAULT 0,
        outcome      text,
        verdict      jsonb,
        decided_by   text,
        passed       text[],
        decided_at   timestamptz,
        message_id   text,
        reply_key    text,
        reply_id     uuid,
        reply_text   text,
        elided       text,
        confidence   real,
        evidence     jsonb,
        seen_at      timestamptz,
        UNIQUE (mailbox, uid_validity, uid),
        CHECK (state <> 'processed' OR (outcome IS NOT NULL AND decided_by IS NOT NULL))
      )`);
    // Mail that is compressed badly is most of the table; trying costs more than it saves.
    await db.query(`ALTER TABLE inbound_mail ALTER COLUMN raw SET STORAGE EXTERNAL`);
    await db.query(`CREATE INDEX inbound_mail_due ON inbound_mail (next_try_at) WHERE state <> 'processed'`);
    await db.query(`CREATE INDEX inbound_mail_waiting ON inbound_mail (reply_key) WHERE state = 'waiting'`);
    await db.query(
      `CREATE INDEX inbound_mail_unseen ON inbound_mail (mailbox, uid_validity, uid) WHERE state = 'processed' AND seen_at IS NULL`,
    );
    await db.query(`CREATE INDEX inbound_mail_by_time ON inbound_mail (stored_at DESC, id DESC)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE inbound_mail, mailbox`);
  }
}
