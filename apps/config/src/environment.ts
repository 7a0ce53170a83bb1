import { baseEnvironment } from '@replyline/service-host';
import type { z } from 'zod';
import { keyRing } from './secrets/key-rings.js';

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keyRing('OUTBOUND_SECRET_KEYS').meta({
    description: 'Keys that seal secrets for outbound-mail, which has the same',
    secret: true,
  }),
  INBOUND_SECRET_KEYS: keyRing('INBOUND_SECRET_KEYS').meta({
    description: 'Keys that seal secrets for inbound-reply, which has the same',
    secret: true,
  }),
});
export type Environment = z.output<typeof environment>;
