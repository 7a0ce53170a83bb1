import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was refused, suppressed or skipped ended when it was accepted. */
export class SettleWhatIsRefused1764001100200 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE delivery d SET settled_at = n.accepted_at FROM notification n
      WHERE n.id = d.notification_id AND d.settled_at IS NULL AND d.state IN ('rejected', 'suppressed', 'skipped')`);
  }

  /** Nobody reads the time of a state that nothing was tried in. */
  async down(db: QueryRunner): Promise<void> {
    await db.query(`UPDATE delivery SET settled_at = NULL WHERE state IN ('rejected', 'suppressed', 'skipped')`);
  }
}
