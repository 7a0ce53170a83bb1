import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSentMail1763600060000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE sent_mail (
        reply_key           text        PRIMARY KEY,
        delivery_id         uuid        NOT NULL UNIQUE,
        user_id             uuid        NOT NULL,
        address             text        NOT NULL,
        kind                text        NOT NULL,
        purpose             text        NOT NULL CHECK (purpose IN ('reply', 'no-reply')),
        conversation_id     uuid,
        post_id             uuid,
        message_id          text        NOT NULL,
        provider_message_id text,
        subject             text        NOT NULL,
        text                text        NOT NULL,
        expires_at          timestamptz NOT NULL,
        event_id            text        NOT NULL,
        correlation_id      text
      )`);
    await db.query(`CREATE INDEX sent_mail_message_id ON sent_mail (message_id)`);
    await db.query(
      `CREATE INDEX sent_mail_provider_id ON sent_mail (provider_message_id) WHERE provider_message_id IS NOT NULL`,
    );
    // The event that a mail was sent may overtake the one that it was accepted.
    await db.query(`CREATE TABLE early_provider_id (delivery_id uuid PRIMARY KEY, provider_message_id text NOT NULL)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE early_provider_id, sent_mail`);
  }
}
