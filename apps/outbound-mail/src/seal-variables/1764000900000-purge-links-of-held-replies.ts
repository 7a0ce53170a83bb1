import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was accepted before was never sealed: what is over keeps no link. */
export class PurgeLinksOfHeldReplies1764000900000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      UPDATE delivery d SET mail = mail || '{"text": "", "html": "", "purged": true}'
      FROM notification n
      WHERE n.id = d.notification_id AND n.kind = 'reply-held' AND mail IS NOT NULL
        AND d.state IN ('sent', 'failed', 'suppressed', 'rejected', 'expired', 'cancelled', 'skipped')`);
  }

  /** Nobody can bring them back. */
  async down(): Promise<void> {}
}
