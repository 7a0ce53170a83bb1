import type { EntityManager } from 'typeorm';

/**
 * Whether a person is to be told that his reply was not posted, for this reason: once a day, as inbound-reply does. A machine
 * that answers under his address would fill his mailbox. Two at the same moment come one after the other.
 */
export async function isToBeTold(tx: EntityManager, userId: string, reason: string): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO returned_reply AS before (user_id, reason, told_at) VALUES ($1, $2, now())
     ON CONFLICT (user_id, reason) DO UPDATE SET told_at = excluded.told_at
       WHERE before.told_at <= excluded.told_at - interval '1 day' RETURNING 1`,
    [userId, reason],
  );
  return rows.length > 0;
}
