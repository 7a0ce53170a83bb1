import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSuppression1764000310000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE delivery_report (
        delivery_id  uuid           NOT NULL REFERENCES delivery ON DELETE CASCADE,
        event_id     text           NOT NULL,
        action       text           NOT NULL,
        status_code  text           NOT NULL,
        is_permanent boolean        NOT NULL,
        reported_at  timestamptz(3) NOT NULL,
        PRIMARY KEY (delivery_id, event_id)
      )`);
    await db.query(`
      CREATE TABLE suppression (
        id          uuid           PRIMARY KEY,
        address     text           NOT NULL,
        reason      text           NOT NULL,
        status_code text           NOT NULL,
        delivery_id uuid           NOT NULL,
        created_at  timestamptz(3) NOT NULL,
        expires_at  timestamptz(3),
        lifted_at   timestamptz(3),
        lifted_by   text,
        reported_at timestamptz(3)
      )`);
    await db.query(`CREATE UNIQUE INDEX suppression_not_lifted ON suppression (address) WHERE lifted_at IS NULL`);
    await db.query(`CREATE INDEX suppression_by_time ON suppression (created_at DESC, id DESC)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE suppression, delivery_report`);
  }
}
