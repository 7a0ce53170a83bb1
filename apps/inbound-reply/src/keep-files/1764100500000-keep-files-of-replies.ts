import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepFilesOfReplies1764100500000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail ADD COLUMN files jsonb`);
    await db.query(`
      ALTER TABLE held_reply
        ADD COLUMN files    jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN left_out jsonb NOT NULL DEFAULT '[]'`);
    await db.query(`
      CREATE TABLE reply_file (
        sha256    text        PRIMARY KEY,
        stored_at timestamptz NOT NULL,
        used_at   timestamptz
      )`);
    await db.query(`CREATE INDEX reply_file_unused ON reply_file (stored_at) WHERE used_at IS NULL`);
    await db.query(`
      CREATE TABLE shown_picture (
        user_id  uuid NOT NULL,
        sha256   text NOT NULL,
        reply_id uuid NOT NULL,
        PRIMARY KEY (user_id, sha256, reply_id)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE shown_picture, reply_file`);
    await db.query(`ALTER TABLE held_reply DROP COLUMN files, DROP COLUMN left_out`);
    await db.query(`ALTER TABLE inbound_mail DROP COLUMN files`);
  }
}
