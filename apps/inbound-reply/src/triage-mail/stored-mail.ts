import type { DataSource } from 'typeorm';
import type { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';

/** What a decision needs of a stored mail. */
export type StoredMail = Pick<InboundMailRow, 'id' | 'mailbox' | 'raw' | 'isWhole' | 'receivedAt' | 'storedAt'>;

/** Unless it is decided, or gone. */
export async function undecidedMail(db: DataSource, id: string): Promise<StoredMail | undefined> {
  const found: StoredMail[] = await db.query(
    `SELECT id, mailbox, raw, is_whole AS "isWhole", received_at AS "receivedAt", stored_at AS "storedAt"
     FROM inbound_mail WHERE id = $1 AND state <> 'processed'`,
    [id],
  );
  return found[0];
}
