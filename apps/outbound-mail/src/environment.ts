import { Failure } from '@replyline/errors';
import { parseIntentKeys } from '@replyline/intent';
import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment } from '@replyline/service-host';
import { z } from 'zod';

const KEY = '32 octets in base64url';

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keys(
    (text) => parseKeyRing(text, 'OUTBOUND_SECRET_KEYS'),
    `id:key[,id:key…], each key ${KEY}`,
  ).meta({
    description: 'Opens the passwords of sending profiles; the same ring as in config',
    secret: true,
  }),
  INTENT_KEYS: keys((text) => parseIntentKeys(text), `number:key[,number:key…], each key ${KEY}`).meta({
    description: 'Signs reply tokens; the same ring as in inbound-reply',
    secret: true,
  }),
  REVIEW_BASE_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .meta({ description: 'Where people reach inbound-reply: links to held replies begin with it' }),
  SMTP_MAX_CONNECTIONS: z.coerce
    .number()
    .int()
    .min(1)
    .max(100)
    .default(10)
    .meta({ description: 'Most connections to a mail server that one replica holds' }),
});
export type Environment = z.output<typeof environment>;

function keys<T>(parse: (text: string) => T, expected: string) {
  return z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.addIssue({ code: 'custom', message: `expected ${expected}` });
      return z.NEVER;
    }
  });
}
