import type { PinnedFiles } from '../attach-files/pinned-files.js';
import type { MailingList } from '../unsubscribe/mailing-list.js';

/** Everything of a mail that was decided at acceptance. What is not here is read from the profile when it is sent. */
export interface PinnedMail {
  readonly to: { readonly name: string; readonly address: string };
  /** Instead of the sender of the profile. */
  readonly from?: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Text and html of mail that lets somebody in, in a form that only this service reads; both are empty then. */
  readonly sealed?: string;
  /** The sealed words are gone for good: the delivery is over. */
  readonly purged?: true;
  /** RFC 5322 `Date`, the same for each attempt. */
  readonly date: string;
  readonly replyTo?: string;
  /** Message-IDs without angle brackets, the root of the thread first. */
  readonly references: readonly string[];
  /** RFC 3834 §5. */
  readonly autoSubmitted: 'auto-generated' | 'auto-replied';
  /** Where delivery reports go. `null` is the null reverse-path; absent, the From address of the profile. */
  readonly reversePath?: string | null;
  /** For mail that can be unsubscribed from. */
  readonly list?: MailingList;
  readonly files?: PinnedFiles;
}
