import { Resolver } from 'node:dns';
import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment, keyRing, microsoftBaseUrl, proxies } from '@replyline/service-host';
import { z } from 'zod';

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'OUTBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Keys that seal secrets for outbound-mail, which has the same',
    secret: true,
  }),
  INBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'INBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Keys that seal secrets for inbound-reply, which has the same',
    secret: true,
  }),
  CONFIG_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'CONFIG_SECRET_KEYS'), 'id').meta({
    description:
      'Keys that seal what config alone reads: tokens of linked accounts, the secret of the Azure application',
    secret: true,
  }),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'Where people reach config: Microsoft sends them back there after they linked an account' }),
  DNS_SERVERS: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((server) => server.trim())
        .filter((server) => server !== ''),
    )
    .refine((servers) => servers.every(isNameServer), 'is not a list of IP addresses, each with a port or without')
    .meta({
      description: 'Name servers that are asked for DKIM records, where those of the machine see another world',
    }),
  MICROSOFT_BASE_URL: microsoftBaseUrl,
  ...proxies,
});

/** Ask the one who has to understand it. */
function isNameServer(server: string): boolean {
  try {
    new Resolver().setServers([server]);
    return true;
  } catch {
    return false;
  }
}

export type Environment = z.output<typeof environment>;
