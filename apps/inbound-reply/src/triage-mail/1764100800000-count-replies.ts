import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountReplies1764100800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // How many replies a conversation got within an hour, and what a person was told today.
    await db.query(`ALTER TABLE claim ADD COLUMN conversation_id uuid, ADD COLUMN reason text`);
    await db.query(
      `CREATE INDEX claim_conversation ON claim (conversation_id, claimed_at) WHERE conversation_id IS NOT NULL`,
    );
    // A provider may say its Message-ID without the domain that stands in the mail.
    await db.query(
      `CREATE INDEX sent_mail_provider_id_left ON sent_mail (split_part(provider_message_id, '@', 1))
       WHERE provider_message_id IS NOT NULL`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX sent_mail_provider_id_left`);
    await db.query(`ALTER TABLE claim DROP COLUMN conversation_id, DROP COLUMN reason`);
  }
}
