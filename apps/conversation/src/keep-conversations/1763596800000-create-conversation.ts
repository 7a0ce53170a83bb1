import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateConversation1763596800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE conversation (
        id            uuid           PRIMARY KEY,
        name          text           NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        created_by    text           NOT NULL,
        assignee_id   uuid,
        last_position integer        NOT NULL DEFAULT 0,
        created_at    timestamptz(3) NOT NULL DEFAULT clock_timestamp()
      )`);
    await db.query(`
      CREATE TABLE conversation_member (
        conversation_id uuid        NOT NULL REFERENCES conversation ON DELETE CASCADE,
        user_id         uuid        NOT NULL,
        added_at        timestamptz NOT NULL DEFAULT clock_timestamp(),
        PRIMARY KEY (conversation_id, user_id)
      )`);
    await db.query(`CREATE INDEX conversation_member_by_user ON conversation_member (user_id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE conversation_member`);
    await db.query(`DROP TABLE conversation`);
  }
}
