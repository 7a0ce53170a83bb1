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
  return (await takeAll(tx, [claim]))[0]!;
}

/**
 * What became of each, in their order. They are taken in the order of their ids: two who want the same never wait for
 * each other.
 */
export async function takeAll(tx: EntityManager, claims: readonly Claim[]): Promise<Taken[]> {
  if (claims.length === 0) return [];
  const taken: Row[] = await tx.query(TAKE, [
    claims.map(({ id }) => id),
    claims.map(({ inboundMailId }) => inboundMailId),
    claims.map(({ type }) => type),
    claims.map(({ at }) => at),
    claims.map(({ told = null }) => told),
    claims.map(({ reason = null }) => reason),
    claims.map(({ conversationId = null }) => conversationId),
  ]);
  if (taken.length === claims.length) return claims.map(() => 'now');
  const known: Row[] = await tx.query(`SELECT id, inbound_mail_id FROM claim WHERE id = ANY($1::uuid[])`, [
    claims.map(({ id }) => id),
  ]);
  return claims.map((claim) => (taken.some(isOf(claim)) ? 'now' : takenBefore(known.filter(isOf(claim)))));
}

interface Row {
  readonly id: string;
  readonly inbound_mail_id: string;
}

const isOf =
  ({ id, inboundMailId }: Claim) =>
  (row: Row): boolean =>
    row.id === id && row.inbound_mail_id === inboundMailId;

/** `own`: the claim, where it is of the same mail. */
function takenBefore(own: readonly Row[]): Taken {
  return own.length > 0 ? 'before' : 'elsewhere';
}

const TAKE = `
  INSERT INTO claim (id, inbound_mail_id, type, claimed_at, told, reason, conversation_id)
  SELECT id, mail, type, at, told, reason, conversation
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::timestamptz[], $5::uuid[], $6::text[], $7::uuid[])
    WITH ORDINALITY AS it (id, mail, type, at, told, reason, conversation, place)
  ORDER BY id, place
  ON CONFLICT DO NOTHING RETURNING id, inbound_mail_id`;
