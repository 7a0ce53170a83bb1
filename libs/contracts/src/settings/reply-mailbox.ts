import { z } from 'zod';
import { host, mailAddress, oneLine, port } from '../text.js';
import { document } from './bucket.js';
import { encryption } from './encryption.js';
import { sealed } from './sending-profile.js';

/** Where the intent travels. The labels are the ones that an admin reads. */
export const TRACKING_MODE_LABELS = {
  address: 'Use email address for tracking reply message intent',
  'message-id': 'Use message-id in email header for tracking reply message intent',
} as const;
export const trackingMode = z.enum(['address', 'message-id']);
export type TrackingMode = z.output<typeof trackingMode>;

/**
 * What proves that the person on record wrote a reply; anything else is held until that person confirms it.
 * `authentication-results`: an aligned DMARC or DKIM pass in the topmost field of that `authserv-id` (RFC 8601 §2.5).
 * `trust-from`: the From address alone, for closed networks where nobody can forge it.
 */
export const senderProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('authentication-results'), authservId: oneLine(253) }),
  z.object({ kind: z.literal('trust-from') }),
  z.object({ kind: z.literal('none') }),
]);
export type SenderProof = z.output<typeof senderProof>;

/** What an admin decides about reading replies from an IMAP server. */
export const imapSettings = z.object({
  kind: z.literal('imap'),
  enabled: z.boolean(),
  host,
  port,
  encryption,
  user: oneLine(254),
  replyToAddress: mailAddress,
  trackingMode,
  /** The safety net behind IDLE: the mailbox is read at least this often. */
  pollIntervalSeconds: z.int().min(10).max(86_400),
  senderProof,
});
export type ImapSettings = z.output<typeof imapSettings>;

/** `settings` → `reply-mailbox`: how replies come in. The password is sealed for inbound-reply. */
export const ReplyMailboxDocument = document(
  'settings',
  'reply-mailbox',
  imapSettings.extend({ revision: z.int().min(1), password: sealed.optional() }),
);
export type ReplyMailbox = z.output<typeof ReplyMailboxDocument.schema>;
