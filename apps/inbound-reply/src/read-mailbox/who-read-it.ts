import type { MailSummary } from '@replyline/providers/imap';

/** Who has marked a mail as read that the cursor has not passed. */
export type MailReader = 'nobody' | 'before-us' | 'us' | 'somebody-else';

/** What is known of a mailbox before its new mails are looked at. */
export interface Known {
  /** When it was looked into for the first time. What was read by then is old mail, however much of it there is. */
  readonly since: Date;
  /** The UIDs that stand in the database already: a mailbox that was built anew shows them again. */
  readonly uids: ReadonlySet<number>;
}

/** We set `\Seen` on nothing that is not stored, so it was somebody else where nothing is. */
export function whoRead({ uid, isSeen, receivedAt }: MailSummary, known: Known): MailReader {
  if (!isSeen) return 'nobody';
  if (known.uids.has(uid)) return 'us';
  return receivedAt < known.since ? 'before-us' : 'somebody-else';
}
