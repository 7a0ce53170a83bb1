import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Few of very many are refused, and they are listed by time. */
export class IndexRefusals1764001100100 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(
      `CREATE INDEX notification_refused ON notification (accepted_at DESC, id DESC) WHERE refusal IS NOT NULL`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX notification_refused`);
  }
}
