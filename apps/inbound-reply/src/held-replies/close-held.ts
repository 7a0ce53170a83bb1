import type { EntityManager } from 'typeorm';
import type { HeldState } from './held-reply.entity.js';

/**
 * A reply that was held has proof now, because the mail came again or was decided again: nobody needs to be asked any more. What
 * its owner decided before stands. Returns what that was; `undefined` when it was never held.
 */
export async function closeHeld(tx: EntityManager, replyId: string, at: Date): Promise<HeldState | undefined> {
  const [held]: { id: string; state: HeldState }[] = await tx.query(
    `SELECT id, state FROM held_reply WHERE reply_id = $1 FOR UPDATE`,
    [replyId],
  );
  if (held?.state === 'held')
    await tx.query(`UPDATE held_reply SET state = 'posted', decided_at = $2 WHERE id = $1`, [held.id, at]);
  return held?.state;
}
