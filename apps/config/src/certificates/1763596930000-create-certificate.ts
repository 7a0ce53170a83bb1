import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateCertificate1763596930000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE certificate (
        id           uuid        PRIMARY KEY,
        revision     int         NOT NULL CHECK (revision >= 1),
        kind         text        NOT NULL CHECK (kind IN ('authority', 'client')),
        name         text        NOT NULL,
        pem          text        NOT NULL,
        private_key  text        CHECK ((private_key IS NOT NULL) = (kind = 'client')),
        subject      text        NOT NULL,
        issuer       text        NOT NULL,
        serial       text        NOT NULL,
        fingerprint  text        NOT NULL,
        valid_from   timestamptz NOT NULL,
        valid_to     timestamptz NOT NULL,
        is_authority boolean     NOT NULL,
        saved_at     timestamptz NOT NULL,
        saved_by     text        NOT NULL,
        CONSTRAINT certificate_fingerprint UNIQUE (kind, fingerprint)
      )`);
    await db.query(`CREATE INDEX certificate_valid_to ON certificate (valid_to, id)`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE certificate`);
  }
}
