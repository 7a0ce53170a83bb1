import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mail that lets somebody in and was accepted before its words were sealed is still sent as it is. From now on its words go
 * when it is over, like those that are sealed; those of mail that is over already go at once, because it is touched.
 */
export class PurgeWordsInClear1764001200000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(purgeTo(`'{"text": "", "html": "", "purged": true}'`));
    await db.query(`
      UPDATE delivery d SET is_sealed = true
      FROM notification n
      WHERE n.id = d.notification_id AND n.kind IN ('password', 'reply-held')
        AND d.mail IS NOT NULL AND NOT d.mail ? 'purged' AND NOT d.is_sealed`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`UPDATE delivery SET is_sealed = false WHERE is_sealed AND NOT mail ? 'sealed'`);
    await db.query(purgeTo(`'{"purged": true}'`));
  }
}

const purgeTo = (rest: string): string => `
  CREATE OR REPLACE FUNCTION purge_sealed_words() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    NEW.mail := (NEW.mail - 'sealed') || ${rest};
    NEW.is_sealed := false;
    RETURN NEW;
  END $$`;
