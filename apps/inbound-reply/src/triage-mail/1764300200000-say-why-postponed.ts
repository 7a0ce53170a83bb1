import type { MigrationInterface, QueryRunner } from 'typeorm';

export class SayWhyPostponed1764300200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail ADD COLUMN postponed_because text`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail DROP COLUMN postponed_because`);
  }
}
