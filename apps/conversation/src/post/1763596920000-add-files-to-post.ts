import type { MigrationInterface, QueryRunner } from 'typeorm';

export class AddFilesToPost1763596920000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      ALTER TABLE post
        ADD COLUMN files    jsonb NOT NULL DEFAULT '[]',
        ADD COLUMN left_out jsonb NOT NULL DEFAULT '[]',
        DROP CONSTRAINT post_text_check,
        ADD CONSTRAINT post_says_something CHECK (text <> '' OR files <> '[]' OR left_out <> '[]')`);
  }

  /** A post of files alone has no place in the version before. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`UPDATE post SET text = '…' WHERE text = ''`);
    await db.query(`
      ALTER TABLE post
        DROP CONSTRAINT post_says_something,
        ADD CONSTRAINT post_text_check CHECK (text <> ''),
        DROP COLUMN files,
        DROP COLUMN left_out`);
  }
}
