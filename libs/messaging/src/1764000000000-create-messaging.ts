import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateMessaging1764000000000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE outbox (
        seq          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        dedupe_id    text        NOT NULL UNIQUE,
        subject      text        NOT NULL,
        headers      jsonb       NOT NULL,
        payload      text        NOT NULL,
        created_at   timestamptz NOT NULL DEFAULT now(),
        published_at timestamptz,
        failures     integer     NOT NULL DEFAULT 0,
        not_before   timestamptz NOT NULL DEFAULT now()
      )`);
    await db.query(`CREATE INDEX outbox_pending ON outbox (seq) WHERE published_at IS NULL`);
    await db.query(`
      CREATE TABLE inbox (
        consumer    text        NOT NULL,
        source      text        NOT NULL,
        id          text        NOT NULL,
        received_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (consumer, source, id)
      )`);
    await db.query(`
      CREATE TABLE dead_letter (
        id          uuid        PRIMARY KEY,
        consumer    text        NOT NULL,
        stream      text        NOT NULL,
        sequence    bigint      NOT NULL,
        subject     text        NOT NULL,
        code        text        NOT NULL,
        paths       text        NOT NULL,
        headers     jsonb       NOT NULL,
        payload     bytea       NOT NULL,
        recorded_at timestamptz NOT NULL DEFAULT now(),
        UNIQUE (consumer, stream, sequence)
      )`);
    await db.query(`
      CREATE TABLE document_snapshot (
        path     text   PRIMARY KEY,
        bucket   text   NOT NULL,
        revision bigint NOT NULL,
        value    jsonb  NOT NULL
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE document_snapshot, dead_letter, inbox, outbox`);
  }
}
