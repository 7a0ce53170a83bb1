import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateArchive1764100300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`CREATE TABLE archive_schedule (mailbox text PRIMARY KEY, done_until timestamptz(3) NOT NULL)`);
    await db.query(`
      CREATE TABLE archive_folder (
        id           uuid    PRIMARY KEY DEFAULT gen_random_uuid(),
        mailbox      text    NOT NULL,
        week         text    NOT NULL,
        path         text    NOT NULL,
        is_ours      boolean NOT NULL,
        removed_at   timestamptz
      )`);
    await db.query(
      `CREATE UNIQUE INDEX archive_folder_open ON archive_folder (mailbox, week) WHERE removed_at IS NULL`,
    );
    await db.query(`
      CREATE TABLE archived_mail (
        inbound_mail_id uuid    PRIMARY KEY REFERENCES inbound_mail,
        folder_id       uuid    NOT NULL REFERENCES archive_folder,
        state           text    NOT NULL CHECK (state IN ('moving', 'archived', 'missing', 'removed')),
        uid_validity    bigint,
        uid             bigint,
        is_flagged      boolean NOT NULL DEFAULT false,
        archived_at     timestamptz,
        removed_at      timestamptz,
        CHECK (state <> 'archived' OR archived_at IS NOT NULL)
      )`);
    await db.query(
      `CREATE INDEX archived_mail_in_folder ON archived_mail (folder_id) WHERE state IN ('moving', 'archived')`,
    );
    await db.query(`
      CREATE TABLE archive_run (
        id       uuid    PRIMARY KEY DEFAULT gen_random_uuid(),
        mailbox  text    NOT NULL,
        kind     text    NOT NULL CHECK (kind IN ('move', 'remove')),
        week     text    NOT NULL,
        due_at   timestamptz(3) NOT NULL,
        begun_at timestamptz(3) NOT NULL,
        ended_at timestamptz(3),
        mails    integer NOT NULL DEFAULT 0,
        missing  integer NOT NULL DEFAULT 0,
        flagged  integer NOT NULL DEFAULT 0,
        kept     integer NOT NULL DEFAULT 0,
        trouble  text,
        UNIQUE (mailbox, kind, week, due_at)
      )`);
    await db.query(`CREATE INDEX archive_run_by_time ON archive_run (begun_at DESC, id DESC)`);
    await db.query(`ALTER TABLE inbound_mail ADD raw_removed_at timestamptz`);
    await db.query(
      `CREATE INDEX inbound_mail_with_raw ON inbound_mail (decided_at) WHERE state = 'processed' AND raw IS NOT NULL`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX inbound_mail_with_raw`);
    await db.query(`ALTER TABLE inbound_mail DROP raw_removed_at`);
    await db.query(`DROP TABLE archive_run, archived_mail, archive_folder, archive_schedule`);
  }
}
