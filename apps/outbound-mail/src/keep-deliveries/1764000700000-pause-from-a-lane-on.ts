import type { MigrationInterface, QueryRunner } from 'typeorm';

export class PauseFromALaneOn1764000700000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE profile_pause ADD COLUMN from_lane smallint NOT NULL DEFAULT 0`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`ALTER TABLE profile_pause DROP COLUMN from_lane`);
  }
}
