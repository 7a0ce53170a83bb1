import { randomUUID } from 'node:crypto';
import type { Ours } from './ours.js';

export interface Backlog {
  readonly deliveries: number;
  readonly state: 'queued' | 'sent';
  /** 0 is urgent, 2 is bulk. */
  readonly lane: 0 | 1 | 2;
}

/** Puts copies of a delivery that is there into the table, as if they had been accepted one by one. */
export async function fill({ db }: Ours, { deliveries, state, lane }: Backlog): Promise<void> {
  const notification = randomUUID();
  await db.query(
    `INSERT INTO notification (id, source, event_id, kind, lane, accepted_at)
     VALUES ($1::uuid, '/services/conversation', $1::uuid::text, 'mention', 'bulk', now())`,
    [notification],
  );
  await db.query(
    `INSERT INTO delivery (id, notification_id, lane, state, address, profile_id, profile_rule, message_id, purpose,
       reply_key, mail, expires_at, next_attempt_at, attempts, settled_at)
     SELECT gen_random_uuid(), $1::uuid, $2::smallint, $3::text, d.address, d.profile_id, d.profile_rule, gen_random_uuid() || '@example.test',
       d.purpose, replace(gen_random_uuid()::text, '-', ''), d.mail, now() + interval '1 day', now(), 0,
       CASE WHEN $3::text = 'sent' THEN now() END
     FROM (SELECT * FROM delivery WHERE mail IS NOT NULL LIMIT 1) d CROSS JOIN generate_series(1, $4::int)`,
    [notification, lane, state, deliveries],
  );
  await db.query('ANALYZE delivery');
}
