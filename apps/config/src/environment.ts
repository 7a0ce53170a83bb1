import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment, keyRing } from '@replyline/service-host';
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
  MICROSOFT_BASE_URL: z
    .url()
    .refine(isLoopback, 'expected http on this machine')
    .transform((url) => url.replace(/\/+$/, ''))
    .optional()
    .meta({ description: 'A stand-in for Microsoft on this machine, for trying it' }),
});
export type Environment = z.output<typeof environment>;

/** Secrets go there: nothing but this machine can be meant. */
function isLoopback(value: string): boolean {
  if (!URL.canParse(value)) return false;
  const { protocol, hostname } = new URL(value);
  return protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
}
