import type { NotificationKind, ReplyMailbox } from '@replyline/contracts';
import { replyAddress, type Purpose } from '@replyline/intent';
import type { PinnedMail } from './pinned-mail.js';

/**
 * Notices answer a mail. Two machines must never talk to each other by them: RFC 3834 §4 wants the null reverse-path, and
 * nothing in them invites an answer. The token stays in the Message-ID, so that an answer is known for what it is.
 */
const NOTICES: readonly NotificationKind[] = ['reply-rejected', 'reply-held'];

export interface Correspondence {
  readonly kind: NotificationKind;
  readonly token: string;
  readonly threadId?: string | undefined;
  /** Absent where replies are not enabled. */
  readonly mailbox?: ReplyMailbox | undefined;
  readonly fromAddress: string;
}

/** The part of a pinned mail that is about where answers and reports go. */
type Addressing = Pick<PinnedMail, 'references' | 'autoSubmitted' | 'replyTo' | 'reversePath'> & {
  readonly messageId: string;
};

/** Only a mention leads anywhere, and only while somebody reads the answers. */
export const purposeOf = (kind: NotificationKind, mailbox: ReplyMailbox | undefined): Purpose =>
  kind === 'mention' && mailbox ? 'reply' : 'no-reply';

/** Where the token goes: into the Message-ID and References always, into Reply-To by tracking mode. */
export function addressing({ kind, token, threadId, mailbox, fromAddress }: Correspondence): Addressing {
  const domain = domainOf(mailbox?.replyToAddress ?? fromAddress);
  const messageId = `${token}@${domain}`;
  const references = [...(threadId ? [`thread-${threadId}@${domain}`] : []), messageId];
  if (NOTICES.includes(kind)) return { messageId, references, autoSubmitted: 'auto-replied', reversePath: null };
  const replyTo = mailbox && returnAddress(mailbox, token);
  return {
    messageId,
    references,
    autoSubmitted: 'auto-generated',
    ...(replyTo !== undefined && { replyTo, reversePath: replyTo }),
  };
}

/** Answers and delivery reports come back to the mailbox that is read, under an address that says to what. */
const returnAddress = (mailbox: ReplyMailbox, token: string): string =>
  mailbox.trackingMode === 'address' ? replyAddress(mailbox.replyToAddress, token) : mailbox.replyToAddress;

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
