import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePost1763596860000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE post (
        id                  uuid        PRIMARY KEY,
        conversation_id     uuid        NOT NULL REFERENCES conversation ON DELETE CASCADE,
        position            integer     NOT NULL CHECK (position > 0),
        author_id           uuid        NOT NULL,
        origin              text        NOT NULL CHECK (origin IN ('http', 'mail')),
        text                text        NOT NULL CHECK (text <> ''),
        mentions            jsonb       NOT NULL,
        mentions_over_limit integer     NOT NULL,
        reply_id            uuid        UNIQUE,
        answers_post_id     uuid,
        created_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
        UNIQUE (conversation_id, position),
        CHECK ((origin = 'mail') = (reply_id IS NOT NULL))
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE post`);
  }
}
