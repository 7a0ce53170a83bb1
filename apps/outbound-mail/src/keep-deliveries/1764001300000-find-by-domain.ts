import type { MigrationInterface, QueryRunner } from 'typeorm';

export class FindByDomain1764001300000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // What waits for a domain that has enough is passed over in one step. The domain is no column of its own: whether it
    // counts is decided by the profile, and that may change while mail waits for it.
    await db.query(`
      CREATE INDEX delivery_waiting_by_domain
      ON delivery (profile_id, lane, lower(substring(address FROM '[^@]*$')), next_attempt_at)
      WHERE state IN ('scheduled', 'queued', 'deferred')`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX delivery_waiting_by_domain`);
  }
}
