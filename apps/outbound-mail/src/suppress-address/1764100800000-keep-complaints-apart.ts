import type { MigrationInterface, QueryRunner } from 'typeorm';

export class KeepComplaintsApart1764100800000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // A complaint holds up less than a bounce, so neither may take the place of the other.
    await db.query(`DROP INDEX suppression_not_lifted`);
    await db.query(
      `CREATE UNIQUE INDEX suppression_not_lifted ON suppression (address, (reason = 'complaint')) WHERE lifted_at IS NULL`,
    );
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DELETE FROM suppression WHERE reason = 'complaint'`);
    await db.query(`DROP INDEX suppression_not_lifted`);
    await db.query(`CREATE UNIQUE INDEX suppression_not_lifted ON suppression (address) WHERE lifted_at IS NULL`);
  }
}
