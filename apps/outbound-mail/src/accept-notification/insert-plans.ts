import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { inChunks } from '../in-turns.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import type { Acceptance } from './decide.js';
import type { Requested } from './facts.js';
import type { Plan } from './plan.js';

/** `known`: it is here already. `reused`: its publisher has given the key to another request. */
export type Inserted = 'new' | 'known' | 'reused';

/** What will be done about a request, and when that was decided. */
export interface Accepted {
  readonly event: Requested;
  readonly plan: Plan;
  readonly now: Date;
  /**
   * What it asks for, in the form in which it is compared with another of the same key: the first is kept, and any may
   * have been kept of the other.
   */
  readonly contents: readonly Requested['data'][];
}

/**
 * Refusals are rows too: whoever looks for a mail that never came finds out why. What is here already is known by its
 * event, and by the key that its publisher gave it.
 */
export async function insertPlans(tx: EntityManager, all: readonly Accepted[]): Promise<Inserted[]> {
  if (all.length === 0) return [];
  const rows: { id: string }[] = await tx.query(insertNotifications(), [JSON.stringify(all.map(notificationRow))]);
  const inserted = new Set(rows.map(({ id }) => id));
  const isNew = ({ plan }: Accepted) => inserted.has(plan.notificationId);
  for await (const rows of inChunks(deliveryTexts(all.filter(isNew)), ({ length }) => length)) {
    await tx.query(insertDeliveries(), [`[${rows.join()}]`]);
  }
  const answers: Inserted[] = [];
  for (const it of all) answers.push(isNew(it) ? 'new' : await whyNot(tx, it));
  return answers;
}

/** Those of $1 that are not here yet, and meet the condition. */
export const insertNotifications = (condition = 'true'): string => `
  INSERT INTO notification (id, source, event_id, correlation_id, kind, lane, refusal, accepted_at, requested_at,
    cancelled_at, cancelled_by, idempotency_key, content_hash)
  SELECT id, source, event_id, correlation_id, kind, lane, refusal, accepted_at, requested_at,
    CASE WHEN cancelled_by IS NULL THEN NULL ELSE now() END, cancelled_by, idempotency_key, decode(content_hash, 'hex')
  FROM jsonb_to_recordset($1) AS n (id uuid, source text, event_id text, correlation_id text, kind text, lane text,
    refusal text, accepted_at timestamptz, requested_at timestamptz, cancelled_by text,
    idempotency_key text, content_hash text)
  WHERE ${condition}
  ON CONFLICT DO NOTHING RETURNING id`;

/**
 * By the clock that `Claims` compares it with, so that a wrong one here holds nothing up, sends nothing too early and
 * ends nothing.
 */
export const insertDeliveries = (condition = 'true'): string => `
  INSERT INTO delivery (id, notification_id, user_id, lane, state, code, address, profile_id, profile_rule, message_id,
    purpose, reply_key, mail, words_of, expires_at, next_attempt_at, settled_at)
  SELECT id, notification_id, user_id, lane, CASE WHEN state = 'queued' AND not_before > now() THEN 'scheduled' ELSE state END,
    code, address, profile_id, profile_rule, message_id, purpose, reply_key, mail, words_of,
    coalesce(expires_at, greatest(not_before, now()) + lifetime_ms * interval '1 ms'), greatest(not_before, now()),
    CASE WHEN state <> 'queued' THEN now() END
  FROM jsonb_to_recordset($1) AS d (id uuid, notification_id uuid, user_id uuid, lane smallint, state text, code text,
    address text, profile_id text, profile_rule text, message_id text, purpose text, reply_key text, mail jsonb,
    words_of uuid, expires_at timestamptz, lifetime_ms float8, not_before timestamptz)
  WHERE ${condition}`;

export function notificationRow({ event, plan, now, contents }: Accepted) {
  const key = plan.refusal === 'request.idempotency_key_reused' ? undefined : event.data.idempotencyKey;
  return {
    id: plan.notificationId,
    source: event.source,
    event_id: event.id,
    correlation_id: event.correlationid,
    kind: event.data.kind,
    lane: event.data.lane,
    refusal: plan.refusal,
    accepted_at: now,
    requested_at: event.time,
    cancelled_by: plan.isTakenBack ? event.source : undefined,
    idempotency_key: key,
    content_hash: key === undefined ? undefined : contentHash(contents[0]!),
  };
}

export function* deliveryTexts(all: readonly Accepted[]): Generator<string> {
  for (const it of all) yield* rowsOf(it);
}

function* rowsOf({ event, plan }: Accepted): Generator<string> {
  const { expirytime, data } = event;
  const lifetimeMs = plan.expiresAt.getTime() - plan.sendAt.getTime();
  const times = {
    not_before: data.notBefore,
    ...(expirytime === undefined ? { lifetime_ms: lifetimeMs } : { expires_at: plan.expiresAt }),
  };
  const firsts = new Map<string, Acceptance>();
  for (const delivery of plan.deliveries) {
    yield JSON.stringify({
      id: delivery.id,
      notification_id: plan.notificationId,
      user_id: delivery.userId,
      lane: laneNumber(data.lane),
      state: delivery.state ?? (plan.isTakenBack ? 'cancelled' : 'queued'),
      code: delivery.refusal,
      address: delivery.address,
      ...(delivery.refusal === undefined && columnsOf(plan.isTakenBack ? purged(delivery) : delivery, firsts)),
      ...times,
    });
  }
}

const columnsOf = (it: Acceptance, firsts: Map<string, Acceptance>) => ({
  profile_id: it.profileId,
  profile_rule: it.profileRule,
  message_id: it.messageId,
  purpose: it.purpose,
  reply_key: it.replyKey,
  ...wordsOf(it, firsts),
});

/** What will not be sent keeps no sealed words; the trigger that purges them sees changes only. */
function purged(it: Acceptance): Acceptance {
  const { sealed, ...mail } = it.mail;
  return sealed === undefined ? it : { ...it, mail: { ...mail, purged: true } };
}

/** What several deliveries say alike stands with the first of them. What is sealed is alike nowhere. */
function wordsOf(it: Acceptance, firsts: Map<string, Acceptance>) {
  const { mail } = it;
  const first = firsts.get(mail.html);
  if (first !== undefined && mail.sealed === undefined && first.mail.text === mail.text) {
    return { words_of: first.id, mail: { ...mail, text: undefined, html: undefined } };
  }
  firsts.set(mail.html, it);
  return { mail };
}

/** Whoever looks for it by the second event that asked for it, or takes it back by that, finds the first one's. */
const ADD_ALIAS = `
  INSERT INTO notification_alias (source, event_id, notification_id)
  SELECT source, $3, id FROM notification WHERE source = $1 AND idempotency_key = $2 AND event_id <> $3
    AND NOT EXISTS (SELECT 1 FROM notification WHERE source = $1 AND event_id = $3)
  ON CONFLICT DO NOTHING`;

/** The contract puts the fields of every request in one order, so what means the same is written the same. */
const contentHash = (content: Requested['data']): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex');

async function whyNot(tx: EntityManager, { event, contents }: Accepted): Promise<Inserted> {
  const { idempotencyKey } = event.data;
  if (idempotencyKey === undefined) return 'known';
  const others: unknown[] = await tx.query(
    `SELECT 1 FROM notification
     WHERE source = $1 AND idempotency_key = $2 AND event_id <> $4
       AND content_hash <> ALL (SELECT decode(hash, 'hex') FROM unnest($3::text[]) AS hash)`,
    [event.source, idempotencyKey, contents.map(contentHash), event.id],
  );
  if (others.length === 0) await tx.query(ADD_ALIAS, [event.source, idempotencyKey, event.id]);
  return others.length > 0 ? 'reused' : 'known';
}
