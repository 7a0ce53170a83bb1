import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateAuditEntry1763596950000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE audit_entry (
        id          uuid           PRIMARY KEY,
        at          timestamptz(3) NOT NULL,
        actor       text,
        actor_roles text[]         NOT NULL,
        address     text,
        method      text,
        route       text,
        request_id  text,
        document    text,
        revision    int,
        fields      text[]         NOT NULL,
        outcome     text           NOT NULL
      )`);
    await db.query(`CREATE INDEX audit_entry_at ON audit_entry (at DESC, id DESC)`);
    await db.query(`CREATE INDEX audit_entry_document ON audit_entry (document, at DESC)`);
    await db.query(`CREATE INDEX audit_entry_actor ON audit_entry (actor, at DESC)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE audit_entry`);
  }
}
