import type { EntityManager } from 'typeorm';

export interface Claim {
  readonly id: string;
  readonly inboundMailId: string;
  /** The type of the event that it is claimed for. */
  readonly type: string;
  readonly at: Date;
  /** Who gets a mail because of it. */
  readonly told?: string | undefined;
}

/** False when it is taken: whoever took it has published, in the same transaction. */
export async function take(tx: EntityManager, { id, inboundMailId, type, at, told }: Claim): Promise<boolean> {
  const rows: unknown[] = await tx.query(
    `INSERT INTO claim (id, inbound_mail_id, type, claimed_at, told) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING id`,
    [id, inboundMailId, type, at, told ?? null],
  );
  return rows.length > 0;
}
