import type { MailSummary } from '@replyline/providers/imap';

/** Who has marked a mail as read that the cursor has not passed. */
type MailReader = 'nobody' | 'before-us' | 'us' | 'somebody-else';

/** What is known of a mailbox before its new mails are looked at. */
export interface Known {
  /** When it was looked into for the first time. What was read by then is old mail, however much of it there is. */
  readonly since: Date;
  /** Those that are stored already: a server that forgot how far it was read lists them again. */
  readonly ids: ReadonlySet<string>;
}

/** We mark nothing as read that is not stored, so it was somebody else where nothing is. */
export function whoRead({ id, isSeen, receivedAt }: MailSummary, known: Known): MailReader {
  if (known.ids.has(id)) return 'us';
  if (!isSeen) return 'nobody';
  return receivedAt < known.since ? 'before-us' : 'somebody-else';
}
