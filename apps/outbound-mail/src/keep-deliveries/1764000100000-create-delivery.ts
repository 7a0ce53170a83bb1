import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateDelivery1764000100000 implements MigrationInterface {
  async up(db: QueryRunner): Promise<void> {
    await db.query(`
      CREATE TABLE notification (
        id             uuid           PRIMARY KEY,
        source         text           NOT NULL,
        event_id       text           NOT NULL,
        correlation_id text,
        kind           text           NOT NULL,
        lane           text           NOT NULL,
        refusal        text,
        accepted_at    timestamptz(3) NOT NULL,
        UNIQUE (source, event_id)
      )`);
    await db.query(`CREATE INDEX notification_by_time ON notification (accepted_at DESC, id DESC)`);
    await db.query(`
      CREATE TABLE delivery (
        id                  uuid           PRIMARY KEY,
        notification_id     uuid           NOT NULL REFERENCES notification ON DELETE CASCADE,
        user_id             uuid,
        lane                smallint       NOT NULL,
        state               text           NOT NULL CHECK (state IN
          ('scheduled', 'queued', 'claimed', 'handing_over', 'sent', 'deferred', 'failed', 'unknown',
           'suppressed', 'rejected', 'expired', 'cancelled', 'skipped')),
        code                text,
        address             text,
        profile_id          text,
        profile_rule        text,
        message_id          text           UNIQUE,
        purpose             text,
        reply_key           text           UNIQUE,
        mail                jsonb,
        expires_at          timestamptz(3) NOT NULL,
        next_attempt_at     timestamptz    NOT NULL,
        attempts            integer        NOT NULL DEFAULT 0,
        owner               uuid,
        epoch               bigint         NOT NULL DEFAULT 0,
        claimed_at          timestamptz,
        lease_until         timestamptz,
        intent_at           timestamptz,
        settled_at          timestamptz,
        reply_code          integer,
        provider_message_id text,
        resolution          text,
        UNIQUE (notification_id, user_id)
      )`);
    await db.query(`
      CREATE INDEX delivery_waiting ON delivery (lane, next_attempt_at)
      WHERE state IN ('scheduled', 'queued', 'deferred')`);
    await db.query(
      `CREATE INDEX delivery_under_way ON delivery (lease_until) WHERE state IN ('claimed', 'handing_over')`,
    );
    await db.query(`CREATE INDEX delivery_by_user ON delivery (user_id)`);
    await db.query(`
      CREATE TABLE attempt (
        delivery_id   uuid           NOT NULL REFERENCES delivery ON DELETE CASCADE,
        number        integer        NOT NULL,
        started_at    timestamptz(3) NOT NULL,
        ended_at      timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
        outcome       text           NOT NULL,
        code          text,
        reply_code    integer,
        enhanced_code text,
        PRIMARY KEY (delivery_id, number)
      )`);
  }

  async down(db: QueryRunner): Promise<void> {
    await db.query(`DROP TABLE attempt, delivery, notification`);
  }
}
