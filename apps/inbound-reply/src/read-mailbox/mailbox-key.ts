import { createHash } from 'node:crypto';
import {
  mailboxAccountOf,
  ReplyMailboxDocument,
  type MailboxAccount,
  type MailboxSettings,
  type ReplyMailbox,
} from '@replyline/contracts';
import type { Documents } from '@replyline/messaging';

/**
 * Which mailbox it is. A hash, because it stands in keys and logs. Port and encryption are ways to the same mailbox and no
 * part of it, so that changing them does not read everything again.
 */
export function mailboxKey({ host, user }: MailboxAccount): string {
  const text = JSON.stringify([host.toLowerCase(), user.toLowerCase()]);
  return `imap-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
}

export const whoseOf = (settings: MailboxSettings): MailboxAccount => mailboxAccountOf(settings);

/** The main one and the further ones, also those that are switched off: they may be switched on again. */
export const everyMailbox = (documents: Documents): ReplyMailbox[] =>
  [documents.get(ReplyMailboxDocument), ...documents.all(ReplyMailboxDocument)].filter((it) => it !== undefined);
