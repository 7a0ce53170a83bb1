import { repeatedTail } from '@replyline/mail';
import type { EntityManager } from 'typeorm';
import type { Examined } from './examine-mail.js';

/** Three of these have to end alike; a signature that somebody changed is forgotten with the replies that had it. */
const KEPT = 8;

/** The lines that stand below each person's replies again and again. */
export async function tailsOfUsers(db: EntityManager, userIds: readonly string[]): Promise<string[][]> {
  const rows: { user_id: string; lines: string[] }[] = await db.query(
    `SELECT user_id, lines FROM unnest($1::uuid[]) AS it (id), LATERAL
       (SELECT user_id, lines, received_at FROM reply_tail WHERE user_id = it.id ORDER BY received_at DESC LIMIT ${KEPT}) AS last
     ORDER BY received_at DESC`,
    [[...new Set(userIds)]],
  );
  const tailOf = (id: string) => repeatedTail(rows.filter((row) => row.user_id === id).map(({ lines }) => lines));
  const tails = new Map([...new Set(userIds)].map((id) => [id, tailOf(id)]));
  return userIds.map((id) => tails.get(id)!);
}

/** Keeps the last lines of replies that are their persons', beside those before them, in their order. */
export async function rememberTails(tx: EntityManager, replies: readonly Examined[], at: Date): Promise<void> {
  const tails = replies.flatMap(({ sent, replyId, extracted: { tail } }) =>
    sent && replyId !== undefined && tail.length > 0 ? [{ replyId, userId: sent.userId, tail }] : [],
  );
  if (tails.length === 0) return;
  const userIds = tails.map(({ userId }) => userId);
  await tx.query(
    `INSERT INTO reply_tail (reply_id, user_id, lines, received_at)
     SELECT reply_id, user_id, ARRAY(SELECT jsonb_array_elements_text(lines)), $4::timestamptz + place * interval '1 ms'
     FROM unnest($1::uuid[], $2::uuid[], $3::jsonb[]) WITH ORDINALITY AS it (reply_id, user_id, lines, place) ON CONFLICT DO NOTHING`,
    [tails.map(({ replyId }) => replyId), userIds, tails.map(({ tail }) => JSON.stringify(tail)), at],
  );
  // What another replica is about to forget is left to it: two who forget tails of the same persons never wait for each other.
  await tx.query(
    `DELETE FROM reply_tail WHERE reply_id IN (
       SELECT reply_id FROM reply_tail WHERE reply_id IN (
         SELECT reply_id FROM (
           SELECT reply_id, row_number() OVER (PARTITION BY user_id ORDER BY received_at DESC) AS nth
           FROM reply_tail WHERE user_id = ANY($1::uuid[])) AS ranked WHERE nth > ${KEPT})
       ORDER BY reply_id FOR UPDATE SKIP LOCKED)`,
    [userIds],
  );
}
