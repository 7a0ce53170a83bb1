import {
  archive,
  exchangeMailboxSettings,
  graphMailboxSettings,
  imapSettings,
  port,
  senderProof,
  TRACKING_MODE_LABELS,
  type ImapSettings,
} from '@replyline/contracts';
import { z } from 'zod';
import { CONFIRMATION_DIFFERS, isConfirmed, password, passwordConfirmation } from '../secrets/password.js';

/** How often people expect a mailbox to be looked into. */
const POLL_SECONDS = 180;

const common = {
  enabled: imapSettings.shape.enabled.default(false),
  pollIntervalSeconds: imapSettings.shape.pollIntervalSeconds.default(POLL_SECONDS),
  senderProof: senderProof.default({ kind: 'none' }),
};

/** Where Exchange Online lets programs read. On any other server a sender could write what is believed there. */
const EXCHANGE_ONLINE = ['outlook.office365.com', 'outlook.office365.us', 'partner.outlook.cn'];
const isBelievable = ({ host, senderProof }: Pick<ImapSettings, 'host' | 'senderProof'>): boolean =>
  senderProof.kind !== 'exchange-online' || EXCHANGE_ONLINE.includes(host.toLowerCase());
const IS_OF_EXCHANGE = {
  path: ['senderProof', 'kind'],
  message: `exchange-online is for ${EXCHANGE_ONLINE.join(', ')}; say what proves a sender on this server`,
};

const imapBody = imapSettings
  .extend({
    kind: z.literal('imap').optional(),
    port: port.optional().describe('993 with implicit TLS, else 143, where absent.'),
    archive: archive
      .nullable()
      .default({ day: 'sunday', timeZone: 'UTC', retentionDays: 30 })
      .describe('What was read moves to the archive on that day and is removed later; null: it stays where it is.'),
    ...common,
    password,
    passwordConfirmation,
  })
  .refine(isConfirmed, CONFIRMATION_DIFFERS)
  .refine(isBelievable, IS_OF_EXCHANGE);

const FIXED = `is fixed to message-id (“${TRACKING_MODE_LABELS['message-id']}”) with Microsoft, which rewrites plus addresses`;

/** What Microsoft leaves no choice about. */
const microsoft = {
  ...common,
  senderProof: senderProof.default({ kind: 'exchange-online' }),
  trackingMode: z.literal('message-id', FIXED).default('message-id').describe('Preset, and not editable.'),
  archive: z.null('is for IMAP alone: mail in a mailbox of Microsoft is not archived').optional(),
};

const graphBody = graphMailboxSettings.extend({
  ...microsoft,
  clientSecret: password.meta({
    writeOnly: true,
    description: 'Absent or blank keeps the stored one for the same tenant and client, null deletes it.',
  }),
});

/** The address of the linked account is looked up. */
const exchangeBody = exchangeMailboxSettings
  .omit({ user: true })
  .extend(microsoft)
  .refine(isBelievable, IS_OF_EXCHANGE);

/** What an admin types. Without a kind it is an IMAP server. */
export const replyMailboxBody = z.discriminatedUnion('kind', [imapBody, graphBody, exchangeBody]);
export type ReplyMailboxBody = z.output<typeof replyMailboxBody>;
export type ImapBody = z.output<typeof imapBody>;
