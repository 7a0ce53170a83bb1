import { z } from 'zod';
import { event } from '../event.js';
import { mailAddress } from '../text.js';

const by = { by: ['inbound-reply'] } as const;

/**
 * A mail came back (RFC 3464), or its recipient complained of it (RFC 5965). Reports can be forged: what they lead to depends
 * on `quotesToken`.
 */
export const MailBouncedV1 = event(
  'mail.bounced.v1',
  z.object({
    /**
     * `complaint`: the recipient told his provider that the mail is unwanted. Events from before there was such a field
     * have none.
     */
    kind: z.enum(['bounce', 'complaint']).default('bounce'),
    /** Known where the report quotes a mail of ours. */
    deliveryId: z.uuid().optional(),
    /** Whom we addressed: as we know it, else as the report says. */
    recipient: mailAddress.optional(),
    /**
     * Whether the report quotes a token that we made, also one that replies cannot use any more: only where the mail
     * went can it be read. Only then may it lead to a suppression.
     */
    quotesToken: z.boolean().optional(),
    /** `failed` or `delayed` (RFC 3464 §2.3.3), or `complaint`. */
    action: z.string().max(20),
    /** For instance `5.1.1` (RFC 3463). */
    statusCode: z.string().max(20),
    /** Hard: trying again would change nothing. */
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
