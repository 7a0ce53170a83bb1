import { mailboxAccountOf, type MailboxSettings } from '@replyline/contracts';

/** Where mailboxes of Microsoft are read by IMAP, in every cloud. */
const OF_MICROSOFT = /^(outlook(-dod)?\.office(365)?\.(com|us)|imap-mail\.outlook\.com|partner\.outlook\.cn)$/;

/**
 * The same text for settings that lead to one mailbox: Microsoft has Graph and IMAP as ways to one, by an address that is
 * nobody else's in any cloud.
 */
export function sameMailbox(settings: MailboxSettings): string {
  const { host, user } = mailboxAccountOf(settings);
  const isMicrosoft = settings.kind !== 'imap' || OF_MICROSOFT.test(host);
  return JSON.stringify([isMicrosoft ? 'microsoft' : host, user]);
}
