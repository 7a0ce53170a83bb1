import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepAddressOfUnsubscribed1764300400000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE unsubscription ADD COLUMN address text`);
    await db.query(`
      UPDATE unsubscription u SET address = lower(d.address) FROM delivery d WHERE d.id = u.delivery_id`);
    await db.query(`CREATE INDEX unsubscription_by_address ON unsubscription (address, topic)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE unsubscription DROP COLUMN address`);
  }
}
