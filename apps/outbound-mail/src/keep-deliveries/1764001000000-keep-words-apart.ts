import type { MigrationInterface, QueryRunner } from 'typeorm';

const OVER = `(NEW.state IN ('sent', 'failed', 'suppressed', 'rejected', 'expired', 'cancelled', 'skipped')
  OR (NEW.state = 'unknown' AND NEW.expires_at <= now()))`;

/**
 * A delivery changes its state some five times and its words never: they are kept apart from what changes, and whether
 * they are sealed is known without unpacking them.
 */
export class KeepWordsApart1764001000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE delivery SET (toast_tuple_target = 128)`);
    await db.query(`ALTER TABLE delivery ADD COLUMN is_sealed boolean NOT NULL DEFAULT false`);
    await db.query(`DROP TRIGGER purge_sealed_words ON delivery`);
    await db.query(`DROP INDEX delivery_sealed`);
    await db.query(`UPDATE delivery SET is_sealed = true WHERE mail ? 'sealed'`);
    await db.query(`CREATE INDEX delivery_sealed ON delivery (expires_at) WHERE is_sealed`);
    await db.query(`
      CREATE FUNCTION note_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.is_sealed := true;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER note_sealed_words BEFORE INSERT ON delivery
      FOR EACH ROW WHEN (NEW.mail ? 'sealed') EXECUTE FUNCTION note_sealed_words()`);
    await db.query(`
      CREATE OR REPLACE FUNCTION purge_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.mail := (NEW.mail - 'sealed') || '{"purged": true}';
        NEW.is_sealed := false;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER purge_sealed_words BEFORE UPDATE ON delivery
      FOR EACH ROW WHEN (NEW.is_sealed AND ${OVER}) EXECUTE FUNCTION purge_sealed_words()`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TRIGGER purge_sealed_words ON delivery`);
    await db.query(`DROP TRIGGER note_sealed_words ON delivery`);
    await db.query(`DROP FUNCTION note_sealed_words`);
    await db.query(`DROP INDEX delivery_sealed`);
    await db.query(`ALTER TABLE delivery DROP COLUMN is_sealed`);
    await db.query(`CREATE INDEX delivery_sealed ON delivery (expires_at) WHERE mail ? 'sealed'`);
    await db.query(`
      CREATE OR REPLACE FUNCTION purge_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF NEW.mail ? 'sealed' AND ${OVER} THEN
          NEW.mail := (NEW.mail - 'sealed') || '{"purged": true}';
        END IF;
        RETURN NEW;
      END $$`);
    await db.query(`
      CREATE TRIGGER purge_sealed_words BEFORE UPDATE ON delivery
      FOR EACH ROW EXECUTE FUNCTION purge_sealed_words()`);
    await db.query(`ALTER TABLE delivery RESET (toast_tuple_target)`);
  }
}
