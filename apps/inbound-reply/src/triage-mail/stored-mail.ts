import type { DataSource } from 'typeorm';
import type { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';

/** What a decision needs of a stored mail. */
export type StoredMail = Pick<InboundMailRow, 'id' | 'mailbox' | 'raw' | 'isWhole' | 'receivedAt' | 'storedAt'>;

/** Those that are not decided, in the order of the ids. */
export async function undecidedMails(db: DataSource, ids: readonly string[]): Promise<StoredMail[]> {
  const found: StoredMail[] = await db.query(
    `SELECT id, mailbox, raw, is_whole AS "isWhole", received_at AS "receivedAt", stored_at AS "storedAt"
     FROM inbound_mail WHERE id = ANY($1::uuid[]) AND state <> 'processed'`,
    [ids],
  );
  return found.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
}
