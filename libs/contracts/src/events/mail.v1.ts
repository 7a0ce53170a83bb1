import { z } from 'zod';
import { event } from '../event.js';

const by = { by: ['inbound-reply'] } as const;

/** A delivery status notification came back (RFC 3464). */
export const MailBouncedV1 = event(
  'mail.bounced.v1',
  z.object({
    /** Known where the report quotes a valid token of ours; only then may it lead to a suppression. */
    deliveryId: z.uuid().optional(),
    /** `failed`, `delayed`, `delivered`, `relayed` or `expanded` (RFC 3464 §2.3.3). */
    action: z.string().max(20),
    /** For instance `5.1.1` (RFC 3463). */
    statusCode: z.string().max(20),
    isPermanent: z.boolean(),
  }),
  by,
);

/** Replies are not being read, or not all of them. */
export const MailboxUnhealthyV1 = event(
  'mailbox.unhealthy.v1',
  z.object({ mailbox: z.string().max(60), code: z.string().max(100) }),
  by,
);
