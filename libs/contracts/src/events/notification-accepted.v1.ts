import { z } from 'zod';
import { event } from '../event.js';
import { mailAddress } from '../text.js';
import { replyTarget } from './notification-requested.v1.js';

/** What an answer to the mail will mean. `no-reply`: it is recognised, and explained to who wrote it. */
export const purpose = z.enum(['reply', 'no-reply']);

/**
 * One mail to one person was accepted and will be sent. Published before anything is sent, one per delivery, so that
 * inbound-reply knows what was asked before the first answer can arrive.
 */
export const NotificationAcceptedV1 = event(
  'notification.accepted.v1',
  z.object({
    notificationId: z.uuid(),
    deliveryId: z.uuid(),
    kind: z.string().max(60),
    /** Without `userId` it is a plain address, of nobody in the directory. */
    recipient: z.object({ userId: z.uuid().optional(), address: mailAddress }),
    purpose,
    /** 96 bits in hexadecimal, as in the token. */
    replyKey: z.string().regex(/^[0-9a-f]{24}$/),
    replyTo: replyTarget.optional(),
    /** RFC 5322 `Message-ID`, without angle brackets. */
    messageId: z.string().min(3).max(998),
    /** As sent: a reply is read by aligning it with this. Empty where the words give a right (`CONFIDENTIAL_KINDS`). */
    subject: z.string().max(998),
    text: z.string().max(120_000),
  }),
  { by: ['outbound-mail'] },
);
