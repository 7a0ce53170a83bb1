import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment, keyRing, microsoftBaseUrl } from '@replyline/service-host';
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
  MICROSOFT_BASE_URL: microsoftBaseUrl,
});
export type Environment = z.output<typeof environment>;
