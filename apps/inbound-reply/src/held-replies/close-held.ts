import type { EntityManager } from 'typeorm';
import type { HeldState } from './held-reply.entity.js';

/**
 * Replies that were held have proof now, because the mail came again or was decided again: nobody needs to be asked any
 * more. What their owner decided before stands. Returns what that was, by the id of the reply; nothing of those that
 * were never held.
 */
export async function closeHeld(
  tx: EntityManager,
  replyIds: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, HeldState>> {
  const held: { id: string; reply_id: string; state: HeldState }[] =
    replyIds.length === 0
      ? []
      : await tx.query(
          `SELECT id, reply_id, state FROM held_reply WHERE reply_id = ANY($1::uuid[]) ORDER BY id FOR UPDATE`,
          [replyIds],
        );
  const open = held.filter(({ state }) => state === 'held').map(({ id }) => id);
  if (open.length > 0)
    await tx.query(`UPDATE held_reply SET state = 'posted', decided_at = $2 WHERE id = ANY($1::uuid[])`, [open, at]);
  return new Map(held.map(({ reply_id: replyId, state }) => [replyId, state]));
}
