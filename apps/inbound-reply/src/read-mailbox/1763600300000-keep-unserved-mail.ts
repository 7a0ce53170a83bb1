import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepUnservedMail1763600300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE inbound_mail ALTER COLUMN raw DROP NOT NULL, ALTER COLUMN sha256 DROP NOT NULL`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`UPDATE inbound_mail SET raw = coalesce(raw, ''), sha256 = coalesce(sha256, '') WHERE raw IS NULL`);
    await db.query(`ALTER TABLE inbound_mail ALTER COLUMN raw SET NOT NULL, ALTER COLUMN sha256 SET NOT NULL`);
  }
}
