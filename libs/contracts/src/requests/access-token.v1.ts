import { z } from 'zod';
import { sealed } from '../settings/sending-profile.js';
import { request } from './request.js';

/**
 * Asks config for an access token of a linked account. The subject is in no stream: a stream would answer before
 * config. The answer is sealed for whoever asks, bound as `secretBinding('linked-account.<id>', 'accessToken', {host:
 * 'access-token', port: 0, user: <service>}, revision)`. `renew` after a server refused the last one. A refusal carries
 * a code of the errors catalogue.
 */
export const AccessTokenV1 = request(
  'linked-accounts.access-token.v1',
  z.object({ accountId: z.uuid(), service: z.enum(['outbound-mail', 'inbound-reply']), renew: z.boolean() }),
  z.discriminatedUnion('outcome', [
    z.object({
      outcome: z.literal('ok'),
      accessToken: sealed,
      revision: z.int().min(1),
      /** The login of the account. */
      user: z.string().max(254),
      expiresAt: z.iso.datetime(),
    }),
    z.object({ outcome: z.literal('refused'), code: z.string().max(100) }),
  ]),
);
