import type { MigrationInterface, QueryRunner } from 'typeorm';

export class ShareWords1764000600000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE delivery ADD COLUMN words_of uuid`);
  }

  async down(db: QueryRunner): Promise<void> {
    // What was shared goes back to each delivery.
    await db.query(`
      UPDATE delivery d SET mail = d.mail || jsonb_build_object('text', w.mail->'text', 'html', w.mail->'html')
      FROM delivery w WHERE w.id = d.words_of`);
    await db.query(`ALTER TABLE delivery DROP COLUMN words_of`);
  }
}
