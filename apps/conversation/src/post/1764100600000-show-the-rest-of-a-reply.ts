import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShowTheRestOfAReply1764100600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE post ADD COLUMN answers jsonb, ADD COLUMN elided text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE post DROP COLUMN answers, DROP COLUMN elided`);
  }
}
