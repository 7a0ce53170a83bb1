import { parseIntentKeys } from '@replyline/intent';
import { parseKeyRing } from '@replyline/sealing';
import { allowLinkLocalHosts, baseEnvironment, keyRing, microsoftBaseUrl, proxies } from '@replyline/service-host';
import { z } from 'zod';

const baseUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ''));

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'OUTBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Opens the passwords of sending profiles; the same ring as in config',
    secret: true,
  }),
  INTENT_KEYS: keyRing(parseIntentKeys, 'number').meta({
    description: 'Signs reply tokens; the same ring as in inbound-reply',
    secret: true,
  }),
  REVIEW_BASE_URL: baseUrl.meta({
    description: 'Where people reach inbound-reply: links to held replies begin with it',
  }),
  UNSUBSCRIBE_BASE_URL: baseUrl.optional().meta({
    description: 'Where people reach outbound-mail: links to unsubscribe begin with it; without it mail has none',
  }),
  SMTP_MAX_CONNECTIONS: z.coerce.number().int().min(1).max(100).default(10).meta({
    description:
      'Most connections to a mail server that one replica holds; maxConnections of a profile counts over all of them',
  }),
  EHLO_NAME: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){0,10}$/, 'expected a host name')
    .optional()
    .meta({
      description: 'How we introduce ourselves to mail servers (RFC 5321); the name of the machine where absent',
    }),
  ALLOW_LINK_LOCAL_HOSTS: allowLinkLocalHosts,
  MICROSOFT_BASE_URL: microsoftBaseUrl,
  ...proxies,
});
export type Environment = z.output<typeof environment>;
