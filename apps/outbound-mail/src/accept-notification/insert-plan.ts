import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { Delivery } from '../keep-deliveries/delivery.entity.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import type { Plan, Requested } from './plan.js';

/** `known`: it is here already. `reused`: its publisher has given the key to another request. */
export type Inserted = 'new' | 'known' | 'reused';

export interface When {
  readonly event: Requested;
  readonly now: Date;
}

/**
 * Refusals are rows too: whoever looks for a mail that never came finds out why. What is here already is known by its
 * event, which the inbox remembers only for a time, and by the key that its publisher gave it.
 */
export async function insertPlan(tx: EntityManager, plan: Plan, when: When): Promise<Inserted> {
  const { event, now } = when;
  const hash = contentHash(event);
  const key = plan.refusal === 'request.idempotency_key_reused' ? null : (event.data.idempotencyKey ?? null);
  const inserted: unknown[] = await tx.query(
    `INSERT INTO notification (id, source, event_id, correlation_id, kind, lane, refusal, accepted_at, requested_at,
       idempotency_key, content_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING RETURNING 1`,
    [
      plan.notificationId,
      event.source,
      event.id,
      event.correlationid ?? null,
      event.data.kind,
      event.data.lane,
      plan.refusal ?? null,
      now,
      event.time,
      key,
      key === null ? null : hash,
    ],
  );
  if (inserted.length === 0) return whyNot(tx, event, hash);
  const rows = plan.deliveries.map((delivery) => rowOf(delivery, plan, when));
  if (rows.length > 0) await tx.insert(Delivery, rows);
  return 'new';
}

/** The contract puts the fields of every request in one order, so what means the same is written the same. */
const contentHash = ({ data }: Requested): Buffer => createHash('sha256').update(JSON.stringify(data)).digest();

async function whyNot(tx: EntityManager, { source, id, data }: Requested, hash: Buffer): Promise<Inserted> {
  const others: unknown[] = await tx.query(
    `SELECT 1 FROM notification WHERE source = $1 AND idempotency_key = $2 AND content_hash <> $3 AND event_id <> $4`,
    [source, data.idempotencyKey ?? null, hash, id],
  );
  return others.length > 0 ? 'reused' : 'known';
}

const rowOf = (
  { refusal, ...delivery }: Plan['deliveries'][number],
  { notificationId, sendAt, expiresAt }: Plan,
  { event, now }: When,
) => ({
  ...delivery,
  notificationId,
  lane: laneNumber(event.data.lane),
  state: refusal ? ('rejected' as const) : sendAt > now ? ('scheduled' as const) : ('queued' as const),
  code: refusal ?? null,
  expiresAt,
  // By the clock that `Claims` compares it with, so that a wrong one here holds nothing up.
  nextAttemptAt: () => (sendAt > now ? `'${sendAt.toISOString()}'::timestamptz` : 'now()'),
  attempts: 0,
  attemptsBefore: 0,
});
