import { z } from 'zod';
import { host, mailAddress, oneLine, port, timeZone, uuid } from '../text.js';
import { document } from './bucket.js';
import { encryption } from './encryption.js';
import { CLOUDS, microsoftApp } from './microsoft.js';
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
 * `exchange-online`: the same in the field of Exchange Online, which names no `authserv-id`, or mail that it calls internal.
 * `trust-from`: the From address alone, for closed networks where nobody can forge it.
 */
export const senderProof = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('authentication-results'), authservId: oneLine(253) }),
  z.object({ kind: z.literal('exchange-online') }),
  z.object({ kind: z.literal('trust-from') }),
  z.object({ kind: z.literal('none') }),
]);
export type SenderProof = z.output<typeof senderProof>;

/** When processed mail moves to the archive, and how long it stays there. */
export const archive = z.object({
  day: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']).default('sunday'),
  /** Whose Sunday (IANA time zone). */
  timeZone: timeZone.default('UTC'),
  retentionDays: z.int().min(1).max(3_650).default(30),
});
export type Archive = z.output<typeof archive>;

const common = {
  enabled: z.boolean(),
  replyToAddress: mailAddress,
  /** The safety net behind announcements: the mailbox is read at least this often. */
  pollIntervalSeconds: z.int().min(10).max(86_400),
  senderProof,
};

/** What an admin decides about reading replies from an IMAP server. */
export const imapSettings = z.object({
  kind: z.literal('imap'),
  host,
  port,
  encryption,
  verifyCertificate: z.boolean().default(true),
  user: oneLine(254),
  trackingMode,
  /** Absent: nothing is moved or removed. */
  archive: archive.optional(),
  ...common,
});
export type ImapSettings = z.output<typeof imapSettings>;

/** Microsoft rewrites plus addresses of some tenants: the intent travels in the Message-ID. Nothing is archived. */
const microsoft = { trackingMode: z.literal('message-id'), ...common };

/** Reading as an application through Microsoft Graph. */
export const graphMailboxSettings = z.object({ kind: z.literal('microsoft-graph'), ...microsoftApp, ...microsoft });
export type GraphMailboxSettings = z.output<typeof graphMailboxSettings>;

/** Reading as a person who linked his account, over IMAP with XOAUTH2. */
export const exchangeMailboxSettings = z.object({
  kind: z.literal('microsoft-exchange'),
  accountId: uuid,
  user: mailAddress,
  host: host.default('outlook.office365.com'),
  port: port.default(993),
  encryption: encryption.default('implicit-tls'),
  verifyCertificate: z.boolean().default(true),
  ...microsoft,
});
export type ExchangeMailboxSettings = z.output<typeof exchangeMailboxSettings>;

export const mailboxSettings = z.discriminatedUnion('kind', [
  imapSettings,
  graphMailboxSettings,
  exchangeMailboxSettings,
]);
export type MailboxSettings = z.output<typeof mailboxSettings>;

/** What tells mailboxes apart: whose, on which server. Names of both are the same in any case. */
export interface MailboxAccount {
  readonly host: string;
  readonly user: string;
}

export const mailboxAccountOf = (settings: MailboxSettings): MailboxAccount =>
  settings.kind === 'microsoft-graph'
    ? { host: CLOUDS[settings.cloud].graph, user: settings.replyToAddress.toLowerCase() }
    : { host: settings.host.toLowerCase(), user: settings.user.toLowerCase() };

/** What a further mailbox is called: part of a key in a bucket, of a URL and of a lease. */
export const mailboxName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'is lower-case letters, digits and hyphens');

const place = { id: mailboxName.optional(), revision: z.int().min(1) };

/**
 * `settings` → `reply-mailbox`: how replies come in, and where Reply-To points. `reply-mailbox.<id>`: one that is read
 * beside it, because answers to older mail still come there. Every secret is sealed for inbound-reply.
 */
export const ReplyMailboxDocument = document(
  'settings',
  'reply-mailbox',
  z.discriminatedUnion('kind', [
    imapSettings.extend({ ...place, password: sealed.optional() }),
    graphMailboxSettings.extend({ ...place, clientSecret: sealed.optional() }),
    exchangeMailboxSettings.extend(place),
  ]),
);
export type ReplyMailbox = z.output<typeof ReplyMailboxDocument.schema>;
export type ReplyMailboxOf<K extends ReplyMailbox['kind']> = Extract<ReplyMailbox, { kind: K }>;
