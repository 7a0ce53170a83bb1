import { TRACKING_MODE_LABELS, type MailboxSettings } from '@replyline/contracts';
import { z } from 'zod';

/** What an admin should know about settings that are not wrong. */
export const hint = z.object({ path: z.string(), text: z.string() });
export type Hint = z.output<typeof hint>;

/** The account that mail is sent with; absent where it has none, or nothing is saved. */
type SendingUser = string | undefined;

interface Rule {
  readonly path: string;
  readonly applies: (mailbox: MailboxSettings, sendingUser: SendingUser) => boolean;
  readonly text: string;
}

const RULES: readonly Rule[] = [
  {
    path: 'replyToAddress',
    applies: () => true,
    text: 'Do not use an existing personal email account: everything that arrives here is read as a reply.',
  },
  {
    path: 'replyToAddress',
    applies: ({ kind }) => kind !== 'imap',
    text:
      'Nobody may mark incoming mail as read: only unread mail is processed. Set the property "Mark as Read" of the ' +
      'mailbox to "Don\'t automatically mark items as read".',
  },
  {
    path: 'user',
    applies: ({ kind }) => kind === 'imap',
    text: 'Nobody else may open this mailbox: only unread mail is processed, and what somebody has marked as read is skipped.',
  },
  {
    path: 'trackingMode',
    applies: ({ trackingMode }) => trackingMode === 'address',
    text: `If a reply bounces with "recipient not found", switch to "${TRACKING_MODE_LABELS['message-id']}".`,
  },
  {
    path: 'user',
    applies: (mailbox, sendingUser) => sendingUser !== undefined && userOf(mailbox) === sendingUser.toLowerCase(),
    text: 'Mail is sent with the same account: what bounces arrives here too, and is told apart from replies.',
  },
];

/** Whose mailbox it is. */
const userOf = (mailbox: MailboxSettings): string =>
  (mailbox.kind === 'microsoft-graph' ? mailbox.replyToAddress : mailbox.user).toLowerCase();

export const hintsFor = (mailbox: MailboxSettings, sendingUser: SendingUser): Hint[] =>
  RULES.filter(({ applies }) => applies(mailbox, sendingUser)).map(({ path, text }) => ({ path, text }));
