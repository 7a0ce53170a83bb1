import type { MigrationInterface, QueryRunner } from 'typeorm';
import { eventIdIn } from './event-id-in.js';

export class NameDeadLetters1764001100300 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dead_letter ADD COLUMN event_id text`);
    await db.query(`CREATE INDEX dead_letter_by_event ON dead_letter (event_id)`);
    const ids = (await db.query(`SELECT id FROM dead_letter`)) as { id: string }[];
    for (const { id } of ids) {
      const [letter] = (await db.query(`SELECT payload FROM dead_letter WHERE id = $1`, [id])) as { payload: Buffer }[];
      await db.query(`UPDATE dead_letter SET event_id = $2 WHERE id = $1`, [id, eventIdIn(letter!.payload)]);
    }
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE dead_letter DROP COLUMN event_id`);
  }
}
