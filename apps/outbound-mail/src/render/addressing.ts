import type { NotificationKind, ReplyMailbox } from '@replyline/contracts';
import { replyAddress, type Purpose } from '@replyline/intent';
import type { PinnedMail } from './pinned-mail.js';

/** Notices answer a mail: RFC 3834 §4 wants the null reverse-path then, so that two machines never talk to each other. */
const NOTICES: readonly NotificationKind[] = ['reply-rejected', 'reply-held'];

export interface Correspondence {
  readonly kind: NotificationKind;
  readonly token: string;
  readonly threadId?: string | undefined;
  /** Absent where replies are not enabled. */
  readonly mailbox?: ReplyMailbox | undefined;
  readonly fromAddress: string;
}

/** Only a mention leads anywhere, and only while somebody reads the answers. */
export const purposeOf = (kind: NotificationKind, mailbox: ReplyMailbox | undefined): Purpose =>
  kind === 'mention' && mailbox ? 'reply' : 'no-reply';

/** Where the token goes (`architecture.md` 10): into the Message-ID and References always, into Reply-To by tracking mode. */
export function addressing({ kind, token, threadId, mailbox, fromAddress }: Correspondence) {
  const domain = domainOf(mailbox?.replyToAddress ?? fromAddress);
  const messageId = `${token}@${domain}`;
  const replyTo = mailbox && returnAddress(mailbox, token);
  const isNotice = NOTICES.includes(kind);
  return {
    messageId,
    references: [...(threadId ? [`thread-${threadId}@${domain}`] : []), messageId],
    autoSubmitted: isNotice ? 'auto-replied' : 'auto-generated',
    ...(replyTo !== undefined && { replyTo, reversePath: replyTo }),
    ...(isNotice && { reversePath: null }),
  } satisfies Partial<PinnedMail> & { messageId: string };
}

/** Answers and delivery reports come back to the mailbox that is read, under an address that says to what. */
export const returnAddress = (mailbox: ReplyMailbox, token: string): string =>
  mailbox.trackingMode === 'address' ? replyAddress(mailbox.replyToAddress, token) : mailbox.replyToAddress;

const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);
