import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The database purges, so that no way into a final state can forget it. */
export class PurgeSealedWords1764000450000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE FUNCTION purge_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.mail ? 'sealed' AND (
          NEW.state IN ('sent', 'failed', 'suppressed', 'rejected', 'expired', 'cancelled', 'skipped')
          OR (NEW.state = 'unknown' AND NEW.expires_at <= now())
        ) THEN
          NEW.mail := (NEW.mail - 'sealed') || '{"purged": true}';
        END IF;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER purge_sealed_words BEFORE UPDATE ON delivery
      FOR EACH ROW EXECUTE FUNCTION purge_sealed_words()`);
    // What was accepted before was never sealed: what is over keeps no words.
    await db.query(`
      UPDATE delivery d SET mail = mail || '{"text": "", "html": "", "purged": true}'
      FROM notification n
      WHERE n.id = d.notification_id AND n.kind = 'password' AND mail IS NOT NULL
        AND d.state IN ('sent', 'failed', 'suppressed', 'rejected', 'expired', 'cancelled', 'skipped')`);
    await db.query(`CREATE INDEX delivery_sealed ON delivery (expires_at) WHERE mail ? 'sealed'`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP INDEX delivery_sealed`);
    await db.query(`DROP TRIGGER purge_sealed_words ON delivery`);
    await db.query(`DROP FUNCTION purge_sealed_words`);
  }
}
