import { parseKeyRing } from '@replyline/sealing';
import { baseEnvironment, keyRing } from '@replyline/service-host';
import type { z } from 'zod';

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'OUTBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Keys that seal secrets for outbound-mail, which has the same',
    secret: true,
  }),
  INBOUND_SECRET_KEYS: keyRing((text) => parseKeyRing(text, 'INBOUND_SECRET_KEYS'), 'id').meta({
    description: 'Keys that seal secrets for inbound-reply, which has the same',
    secret: true,
  }),
});
export type Environment = z.output<typeof environment>;
