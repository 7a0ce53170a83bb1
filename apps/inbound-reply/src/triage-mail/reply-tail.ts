import { repeatedTail } from '@replyline/mail';
import type { EntityManager } from 'typeorm';
import type { Examined } from './examine-mail.js';

/** Three of these have to end alike; a signature that somebody changed is forgotten with the replies that had it. */
const KEPT = 8;

/** The lines that stand below this person's replies again and again. */
export async function tailOfUser(db: EntityManager, userId: string): Promise<string[]> {
  const rows: { lines: string[] }[] = await db.query(
    `SELECT lines FROM reply_tail WHERE user_id = $1 ORDER BY received_at DESC LIMIT ${KEPT}`,
    [userId],
  );
  return repeatedTail(rows.map(({ lines }) => lines));
}

/** Keeps the last lines of a reply that is its person's, beside those before it. */
export async function rememberTail(tx: EntityManager, { sent, replyId, extracted }: Examined, at: Date): Promise<void> {
  if (!sent || replyId === undefined || extracted.tail.length === 0) return;
  await tx.query(
    `INSERT INTO reply_tail (reply_id, user_id, lines, received_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
    [replyId, sent.userId, extracted.tail, at],
  );
  await tx.query(
    `DELETE FROM reply_tail WHERE user_id = $1 AND reply_id NOT IN
       (SELECT reply_id FROM reply_tail WHERE user_id = $1 ORDER BY received_at DESC LIMIT ${KEPT})`,
    [sent.userId],
  );
}
