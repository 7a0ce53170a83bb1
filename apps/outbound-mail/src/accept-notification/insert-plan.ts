import type { EntityManager } from 'typeorm';
import { Delivery } from '../keep-deliveries/delivery.entity.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import type { Plan, Requested } from './plan.js';

/**
 * Refusals are rows too: whoever looks for a mail that never came finds out why. `false` when this event is here
 * already, which the inbox knows only as long as it remembers.
 */
export async function insertPlan(tx: EntityManager, plan: Plan, when: When): Promise<boolean> {
  const { event, now } = when;
  const inserted: unknown[] = await tx.query(
    `INSERT INTO notification (id, source, event_id, correlation_id, kind, lane, refusal, accepted_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (source, event_id) DO NOTHING RETURNING 1`,
    [
      plan.notificationId,
      event.source,
      event.id,
      event.correlationid ?? null,
      event.data.kind,
      event.data.lane,
      plan.refusal ?? null,
      now,
    ],
  );
  if (inserted.length === 0) return false;
  const rows = plan.deliveries.map((delivery) => rowOf(delivery, plan, when));
  if (rows.length > 0) await tx.insert(Delivery, rows);
  return true;
}

export interface When {
  readonly event: Requested;
  readonly now: Date;
}

const rowOf = (
  { refusal, ...delivery }: Plan['deliveries'][number],
  { notificationId, expiresAt }: Plan,
  { event }: When,
) => ({
  ...delivery,
  notificationId,
  lane: laneNumber(event.data.lane),
  state: delivery.state ?? ('queued' as const),
  code: refusal ?? null,
  expiresAt,
  // By the clock that `Claims` compares it with, so that a wrong one here holds nothing up.
  nextAttemptAt: () => 'now()',
  attempts: 0,
  attemptsBefore: 0,
});
