import type { FetchMessageObject } from 'imapflow';
import { placeName } from './mail-place.js';
import type { MailSummary } from './mailbox-connection.js';

/** What a server says of a message that is listed. */
export type ListedRow = Pick<FetchMessageObject, 'uid' | 'size' | 'internalDate' | 'flags'>;

/**
 * Each message once, oldest first. A server may tell of changed flags in between, in rows of their own (RFC 9051
 * §7.5.2): of several rows of one message the one that answers counts.
 */
export function listedMails(rows: readonly ListedRow[], uidValidity: number): MailSummary[] {
  const byUid = new Map<number, ListedRow>();
  for (const row of rows) {
    const before = byUid.get(row.uid);
    if (!before || (!answers(before) && answers(row))) byUid.set(row.uid, row);
  }
  return [...byUid.values()].sort((one, other) => one.uid - other.uid).map((row) => summaryOf(row, uidValidity));
}

const answers = ({ size, internalDate }: ListedRow): boolean => size !== undefined || internalDate !== undefined;

const summaryOf = ({ uid, size = 0, internalDate, flags }: ListedRow, uidValidity: number): MailSummary => ({
  id: placeName({ uidValidity, uid }),
  sizeBytes: size,
  receivedAt: momentOf(internalDate),
  isSeen: flags?.has('\\Seen') ?? false,
  imap: { uidValidity, uid },
});

/** Stores that were moved or mended say `00-Jan-0000`: such a message came at some time before it was listed. */
function momentOf(internalDate: ListedRow['internalDate']): Date {
  const date = new Date(internalDate ?? NaN);
  return Number.isNaN(date.getTime()) ? new Date() : date;
}
