import { MOST_REPLY_FILES } from '@replyline/contracts';
import { parseIntentKeys } from '@replyline/intent';
import { parseKeyRing } from '@replyline/sealing';
import {
  allowLinkLocalHosts,
  baseEnvironment,
  httpsUrl,
  keyRing,
  microsoftBaseUrl,
  proxies,
} from '@replyline/service-host';
import { z } from 'zod';
import { clamdAddress } from './keep-files/clamd-address.js';

const MB = 1024 * 1024;

/** As much as our own mail may carry; a mail that brings more is not taken by most servers. */
const fileBytes = z.coerce
  .number()
  .int()
  .min(0)
  .max(60 * MB)
  .default(25 * MB);

export const environment = baseEnvironment.extend({
  INBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'INBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Key ring that config seals the password of the reply mailbox with, the current key first',
    secret: true,
  }),
  INTENT_KEYS: keyRing(parseIntentKeys, 'number').meta({
    description: 'Keys of the reply tokens, shared with outbound-mail, the signing key first',
    secret: true,
  }),
  MAX_MAIL_BYTES: z.coerce
    .number()
    .int()
    .min(MB)
    .max(60 * MB)
    .default(40 * MB)
    .meta({ description: 'Of a larger mail only the header section is fetched' }),
  RAW_RETENTION_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(90)
    .meta({ description: 'How long a mail is kept as it came after its verdict; the verdict and the reply stay' }),
  MAX_REPLIES_PER_HOUR: z.coerce.number().int().min(1).max(100_000).default(60).meta({
    description:
      'So many answers by mail are posted in one conversation within an hour; those beyond wait for their owner',
  }),
  MAX_REPLY_FILES: z.coerce
    .number()
    .int()
    .min(0)
    .max(MOST_REPLY_FILES)
    .default(MOST_REPLY_FILES)
    .meta({ description: 'Files of one reply; the post says which were left out' }),
  MAX_REPLY_FILE_BYTES: fileBytes.meta({ description: 'Of one file of a reply' }),
  MAX_REPLY_FILES_BYTES: fileBytes.meta({ description: 'Of all files of a reply together' }),
  CLAMD: clamdAddress.optional().meta({
    description:
      'Where clamd listens, as tcp://host:port or unix:///path: files of replies are scanned for viruses. Not scanned if absent',
  }),
  ALLOW_LINK_LOCAL_HOSTS: allowLinkLocalHosts,
  MICROSOFT_BASE_URL: microsoftBaseUrl,
  ...proxies,
  GRAPH_NOTIFICATION_BASE_URL: httpsUrl
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({
      description: 'Where Microsoft Graph reaches inbound-reply to announce mail; without it the poll alone reads',
    }),
});

export type Environment = z.output<typeof environment>;
