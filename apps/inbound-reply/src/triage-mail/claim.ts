import type { EntityManager } from 'typeorm';

export interface Claim {
  readonly id: string;
  readonly inboundMailId: string;
  /** The type of the event that it is claimed for. */
  readonly type: string;
  readonly at: Date;
  /** Who gets a mail because of it. */
  readonly told?: string | undefined;
  /** Why, where he is told once a day for the same reason. */
  readonly reason?: string | undefined;
  /** Where a post appears because of it: so many an hour are posted. */
  readonly conversationId?: string | null | undefined;
}

/**
 * `now`: whoever asks has to publish, in the same transaction. `before`: it was published because of this very mail, which
 * is decided once more. `elsewhere`: because of another copy of it.
 */
export type Taken = 'now' | 'before' | 'elsewhere';

export async function take(tx: EntityManager, claim: Claim): Promise<Taken> {
  const { id, inboundMailId, type, at, told = null, reason = null, conversationId = null } = claim;
  const rows: unknown[] = await tx.query(
    `INSERT INTO claim (id, inbound_mail_id, type, claimed_at, told, reason, conversation_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING id`,
    [id, inboundMailId, type, at, told, reason, conversationId],
  );
  if (rows.length > 0) return 'now';
  const own: unknown[] = await tx.query(`SELECT 1 FROM claim WHERE id = $1 AND inbound_mail_id = $2`, [
    id,
    inboundMailId,
  ]);
  return own.length > 0 ? 'before' : 'elsewhere';
}
