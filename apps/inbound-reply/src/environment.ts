import { parseIntentKeys } from '@replyline/intent';
import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment } from '@replyline/service-host';
import { z } from 'zod';

const MB = 1024 * 1024;

/** Read once, at start: a key ring that is wrong stops the service and not the first mail. */
const keys = <T>(parse: (text: string) => T, shape: string) =>
  z.string().transform((text, context) => {
    try {
      return parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: `expected ${shape}, each key 32 octets in base64url` });
      return z.NEVER;
    }
  });

export const environment = baseEnvironment.extend({
  INBOUND_SECRET_KEYS: keys((text) => parseKeyRing(text, 'INBOUND_SECRET_KEYS'), 'id:key[,id:key…]').meta({
    description: 'Key ring that config seals the password of the reply mailbox with, the current key first',
    secret: true,
  }),
  INTENT_KEYS: keys((text) => parseIntentKeys(text), 'number:key[,number:key…]').meta({
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
});

export type Environment = z.output<typeof environment>;
