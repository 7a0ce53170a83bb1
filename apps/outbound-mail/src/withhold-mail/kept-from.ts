import type { EntityManager } from 'typeorm';

/** Of a `delivery d`: its address gets no mail now, or after a complaint none of this kind; as `Suppressions.among` has it. */
export const IS_SUPPRESSED = `EXISTS (
  SELECT 1 FROM suppression s
  WHERE s.address = lower(d.address) AND s.lifted_at IS NULL AND (s.expires_at IS NULL OR s.expires_at > now())
    AND (s.reason <> 'complaint' OR d.mail ? 'list'))`;

/** Of a `delivery d`: its recipient wants no more mail about what it is about; as `Unsubscriptions.from` has it. */
export const IS_UNSUBSCRIBED = `EXISTS (
  SELECT 1 FROM unsubscription u
  WHERE u.topic = d.mail->'list'->>'topic' AND (u.recipient IN (d.user_id::text, lower(d.address))
    OR (d.user_id IS NULL AND u.address = lower(d.address))))`;

const KEY = `hashtextextended('withhold mail', 0)`;

/**
 * Whoever ends what waits for an address writes down why before, and whoever makes something wait again asks for that. Under
 * READ COMMITTED neither sees what the other has not committed. So the second of them waits here, in a statement of its own,
 * and looks when the first has committed. Those who end share it.
 */
export const lockToWithhold = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock_shared(${KEY})`);

/** The other side of `lockToWithhold`. */
export const lockToSendAgain = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(${KEY})`);
