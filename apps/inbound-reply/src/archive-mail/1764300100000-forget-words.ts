import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until now the source of a mail went after its time, and what was read from it stayed, also where it became no post. */
export class ForgetWords1764300100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE inbound_mail m SET reply_text = NULL, elided = NULL, besides = NULL
      WHERE state = 'processed' AND raw_removed_at IS NOT NULL AND outcome <> 'accept'
        AND num_nonnulls(reply_text, elided, besides) > 0
        AND NOT EXISTS (SELECT 1 FROM held_reply h WHERE h.inbound_mail_id = m.id AND h.state = 'posted')`);
    await db.query(`
      UPDATE held_reply SET text = '', files = '[]', left_out = '[]'
      WHERE state <> 'posted' AND text <> '' AND inbound_mail_id IN (SELECT id FROM inbound_mail WHERE raw_removed_at IS NOT NULL)`);
  }

  /** What is forgotten does not come back. */
  async down(): Promise<void> {}
}
