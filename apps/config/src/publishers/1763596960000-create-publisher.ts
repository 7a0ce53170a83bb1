import { CONVERSATION_PUBLISHER } from '@replyline/contracts';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreatePublisher1763596960000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE publisher (
        name                text    PRIMARY KEY,
        revision            int     NOT NULL CHECK (revision >= 1),
        kinds               text[]  NOT NULL,
        lanes               text[]  NOT NULL,
        may_act_for_users   boolean NOT NULL,
        may_ask_for_replies boolean NOT NULL
      )`);
    const { name, kinds, lanes, mayActForUsers, mayAskForReplies } = CONVERSATION_PUBLISHER;
    await db.query(`INSERT INTO publisher VALUES ($1, 1, $2, $3, $4, $5)`, [
      name,
      kinds,
      lanes,
      mayActForUsers,
      mayAskForReplies,
    ]);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE publisher`);
  }
}
