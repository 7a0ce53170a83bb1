import type { NotificationKind } from '@replyline/contracts';
import type { EntityManager } from 'typeorm';
import { waitsSince } from '../held-replies/standing.js';
import type { Consequences } from './decision.js';

/**
 * A person who answers by mail gets some of them in a year. More in a day are the work of a machine that answers under his
 * address, or of somebody who wants to fill his mailbox.
 */
export const MAX_NOTICES_A_DAY = 10;
const DAY_MS = 86_400_000;

/**
 * `asked-already`: he has a link that leads here too. `told-today`: for this reason he was told today.
 * `daily-limit`: he was told of enough today.
 */
export type Untold = 'asked-already' | 'told-today' | 'daily-limit';

/** What we send because of a reply. An answer to it is never answered. */
const NOTICES: readonly NotificationKind[] = ['reply-rejected', 'reply-held'];
export const isNotice = (kind: string): boolean => NOTICES.some((notice) => notice === kind);

/**
 * Until the transaction ends, nobody else decides what these persons are told. In one order: two who decide mails of the same
 * persons never wait for each other.
 */
export async function lockNotices(tx: EntityManager, userIds: readonly string[]): Promise<void> {
  if (userIds.length === 0) return;
  await tx.query(
    `SELECT pg_advisory_xact_lock(key)
     FROM (SELECT DISTINCT hashtext('notices:' || id) AS key FROM unnest($1::text[]) AS it (id) ORDER BY key) AS keys`,
    [userIds],
  );
}

/** Why nobody is told of this; `undefined` when somebody is. See `lockNotices`. */
export async function whyUntold(tx: EntityManager, it: Consequences, now: Date): Promise<Untold | undefined> {
  if (it.tells === undefined) return undefined;
  if (it.holding && (await wasAsked(tx, it.holding.replyKey, waitsSince(now)))) return 'asked-already';
  const reasons = await toldSince(tx, it.tells, new Date(now.getTime() - DAY_MS));
  if (it.reason !== undefined && reasons.includes(it.reason)) return 'told-today';
  return reasons.length < MAX_NOTICES_A_DAY ? undefined : 'daily-limit';
}

/** And has not decided yet: the page that he was sent to shows every open reply to the same mail. */
async function wasAsked(tx: EntityManager, replyKey: string, since: Date): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `SELECT 1 FROM held_reply WHERE reply_key = $1 AND state = 'held' AND asked_at > $2 LIMIT 1`,
    [replyKey, since],
  );
  return rows.length > 0;
}

/** The reasons of all that he was told; null where it was asked about a reply. */
async function toldSince(tx: EntityManager, userId: string, since: Date): Promise<(string | null)[]> {
  const rows: { reason: string | null }[] = await tx.query(
    `SELECT reason FROM claim WHERE told = $1 AND claimed_at > $2 LIMIT $3`,
    [userId, since, MAX_NOTICES_A_DAY],
  );
  return rows.map(({ reason }) => reason);
}
