import { baseEnvironment } from '@replyline/service-host';
import type { z } from 'zod';
import { keyRing } from './secrets/key-rings.js';

export const environment = baseEnvironment.extend({
  OUTBOUND_SECRET_KEYS: keyRing('OUTBOUND_SECRET_KEYS').describe('Seals passwords for outbound-mail.'),
  INBOUND_SECRET_KEYS: keyRing('INBOUND_SECRET_KEYS').describe('Seals passwords for inbound-reply.'),
});
export type Environment = z.output<typeof environment>;
