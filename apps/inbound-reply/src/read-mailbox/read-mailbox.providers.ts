import { FencedWrites } from './fenced-writes.js';
import { FetchAgain } from './fetch-again.js';
import { FindNew } from './find-new.js';
import { MailboxCursor } from './mailbox-cursor.js';
import { MailboxEndpoints } from './mailbox-endpoint.js';
import { MailboxHealth } from './mailbox-health.js';
import { MarkSeen } from './mark-seen.js';
import { PassBy } from './pass-by.js';
import { ReadMailbox } from './read-mailbox.js';
import { ServeMail } from './serve-mail.js';
import { SkipMail } from './skip-mail.js';
import { StoreMail } from './store-mail.js';
import { TakeIn } from './take-in.js';

/** What keeps a mailbox open, and then in the order in which a mail meets them. */
export const READ_MAILBOX = [
  MailboxEndpoints,
  FencedWrites,
  MailboxHealth,
  ReadMailbox,
  TakeIn,
  MailboxCursor,
  FindNew,
  PassBy,
  ServeMail,
  StoreMail,
  SkipMail,
  FetchAgain,
  MarkSeen,
];
