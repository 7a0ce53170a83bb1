import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateClaim1763600120000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    // What was published because of a mail. The second copy of a mail finds its claim taken and publishes nothing.
    await db.query(`
      CREATE TABLE claim (
        id              uuid        PRIMARY KEY,
        inbound_mail_id uuid        NOT NULL,
        type            text        NOT NULL,
        claimed_at      timestamptz NOT NULL
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE claim`);
  }
}
