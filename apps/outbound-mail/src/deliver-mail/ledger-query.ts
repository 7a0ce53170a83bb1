import type { ErrorCode } from '@replyline/errors';
import { addToOutbox, WAKE_RELAY } from '@replyline/messaging';
import type { HotStatement } from '@replyline/service-host';
import { LEASE } from './claim-query.js';

/** As the contracts write a time. */
const asMoment = (column: string): string =>
  `to_jsonb(to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))`;

/** A claim that may be handed over now. */
const IS_CLAIMED = `d.owner = claim.owner AND d.epoch = claim.epoch AND d.state = ANY($4) AND lease_until > now()`;
/** Of an attempt whose answer never came: what is tried again all the same may arrive twice, and says so. */
const UNKNOWN: ErrorCode = 'provider.unknown_outcome';
/** An attempt that is still to be ended by who began it. */
const IS_OPEN = `d.owner = o.owner AND d.epoch = o.epoch AND d.state = ANY(o.before)`;

/**
 * What is about to be handed over, of many claims in one statement, thus one commit. $1, $2 and $3 are the claims, $4 the
 * states in which that is possible. It waits for nobody: what somebody else is just changing is left and called busy.
 * Answers with the ids that were ours to write, and those that are busy.
 */
export const INTEND: HotStatement = {
  name: 'write-intents',
  text: `
  WITH claim AS (
    SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[]) AS claim (id, owner, epoch)
  ), free AS (
    SELECT d.id FROM claim JOIN delivery d ON d.id = claim.id WHERE ${IS_CLAIMED} FOR NO KEY UPDATE OF d SKIP LOCKED
  ), intended AS (
    UPDATE delivery d SET state = 'handing_over', intent_at = clock_timestamp(), lease_until = now() + ${LEASE}
    FROM free WHERE d.id = free.id RETURNING d.id
  )
  SELECT id, false AS "isBusy" FROM intended
  UNION ALL SELECT d.id, true FROM claim JOIN delivery d ON d.id = claim.id
    WHERE ${IS_CLAIMED} AND NOT EXISTS (SELECT 1 FROM free WHERE free.id = d.id)`,
};

/**
 * What came of many deliveries, in one statement. $1 are the outcomes, $2 what is told of each.
 *
 * A row becomes what its settlement says if its state may become that, and an attempt is added to its list. The next
 * one is due by the clock of the database, and never after the end: there it is found expired. What was cancelled while
 * it was being sent is not tried again; its notification is held, so that a cancellation counts before or after, never
 * in between. It does not wait for that: what is to be tried again while somebody cancels very many for one is left and
 * called busy. Answers as `INTEND` does.
 */
export const SETTLE: HotStatement = {
  name: 'write-outcomes',
  text: `
  WITH outcome AS (
    SELECT * FROM jsonb_to_recordset($1) AS o (id uuid, notification_id uuid, owner uuid, epoch bigint, state text,
      if_cancelled text, before text[], code text, reply_code int, enhanced_code text, said text, delay_ms float8,
      provider_message_id text)
  ), held AS (
    SELECT id, cancelled_at IS NOT NULL AS is_cancelled FROM notification
    WHERE id IN (SELECT notification_id FROM outcome WHERE if_cancelled IS NOT NULL) FOR SHARE SKIP LOCKED
  ), settled AS (
    UPDATE delivery d SET
      state = CASE WHEN is_cancelled THEN coalesce(o.if_cancelled, o.state) ELSE o.state END,
      code = o.code, reply_code = o.reply_code, attempts = attempts + 1,
      settled_at = clock_timestamp(), provider_message_id = o.provider_message_id,
      next_attempt_at = least(clock_timestamp() + o.delay_ms * interval '1 ms', expires_at),
      resolution = CASE
        WHEN o.code = '${UNKNOWN}' AND o.state = 'deferred' AND is_cancelled IS NOT TRUE THEN 'sent again'
        WHEN o.code = '${UNKNOWN}' THEN 'assumed sent'
        WHEN d.state = 'unknown' THEN 'answered late' ELSE resolution END
    FROM outcome o LEFT JOIN held ON held.id = o.notification_id
    WHERE d.id = o.id AND ${IS_OPEN} AND (o.if_cancelled IS NULL OR held.id IS NOT NULL)
    RETURNING d.id, attempts, claimed_at, next_attempt_at, d.state, o.state AS outcome, d.code, d.reply_code,
      o.enhanced_code, o.said
  ), noted AS (
    INSERT INTO attempt (delivery_id, number, started_at, outcome, code, reply_code, enhanced_code, said)
    SELECT id, attempts, claimed_at, outcome, code, reply_code, enhanced_code, said FROM settled
  ), told AS (${addToOutbox(`
    SELECT dedupe_id, subject, headers, CASE WHEN event.state = 'deferred'
      THEN jsonb_set(payload::jsonb, '{data,nextAttemptAt}', ${asMoment('next_attempt_at')})::text
      ELSE payload END
    FROM settled JOIN jsonb_to_recordset($2) AS event (delivery_id uuid, state text, dedupe_id text, subject text,
      headers jsonb, payload text) ON event.delivery_id = settled.id AND event.state = settled.state`)}
  )
  SELECT id, false AS "isBusy", ${WAKE_RELAY} FROM settled
  UNION ALL SELECT d.id, true, NULL FROM outcome o JOIN delivery d ON d.id = o.id
    WHERE ${IS_OPEN} AND o.if_cancelled IS NOT NULL AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = o.notification_id)`,
};
