import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A UID is IMAP's. What another kind of server calls a message, and how far it was read, is text of its own. */
export class NameMailAsItsServerDoes1764100100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE mailbox ADD COLUMN cursor text`);
    await db.query(`UPDATE mailbox SET cursor = uid_validity || ':' || last_uid WHERE uid_validity > 0`);
    await db.query(`ALTER TABLE mailbox DROP COLUMN uid_validity, DROP COLUMN last_uid`);
    await db.query(`ALTER TABLE inbound_mail ADD COLUMN mail_id text`);
    await db.query(`UPDATE inbound_mail SET mail_id = uid_validity || ':' || uid`);
    await db.query(
      `ALTER TABLE inbound_mail ALTER COLUMN mail_id SET NOT NULL,
         ALTER COLUMN uid_validity DROP NOT NULL, ALTER COLUMN uid DROP NOT NULL,
         ADD CONSTRAINT inbound_mail_once UNIQUE (mailbox, mail_id)`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(
      `UPDATE inbound_mail SET uid_validity = 0, uid = numbered.uid
       FROM (SELECT id, row_number() OVER (ORDER BY stored_at, id) AS uid FROM inbound_mail WHERE uid IS NULL) numbered
       WHERE numbered.id = inbound_mail.id`,
    );
    await db.query(
      `ALTER TABLE inbound_mail DROP COLUMN mail_id,
         ALTER COLUMN uid_validity SET NOT NULL, ALTER COLUMN uid SET NOT NULL`,
    );
    await db.query(
      `ALTER TABLE mailbox ADD COLUMN uid_validity bigint NOT NULL DEFAULT 0, ADD COLUMN last_uid bigint NOT NULL DEFAULT 0`,
    );
    await db.query(
      `UPDATE mailbox SET uid_validity = split_part(cursor, ':', 1)::bigint, last_uid = split_part(cursor, ':', 2)::bigint
       WHERE cursor ~ '^[0-9]+:[0-9]+$'`,
    );
    await db.query(`ALTER TABLE mailbox DROP COLUMN cursor`);
  }
}
