import { z } from 'zod';
import { event } from '../event.js';

const by = { by: ['outbound-mail'] } as const;
const delivery = { notificationId: z.uuid(), deliveryId: z.uuid() };
const attempt = z.int().min(0);
/** A code of the errors catalogue; its page says what to do. */
const code = z.string().max(100);

/** A server took responsibility for the mail. Not: somebody has read it. */
export const NotificationSentV1 = event(
  'notification.sent.v1',
  z.object({
    ...delivery,
    attempt,
    messageId: z.string().max(998),
    /** What the server called it, where that differs from ours. */
    providerMessageId: z.string().max(998).optional(),
    /** How the server answered. Absent: its answer was lost, and the mail was found among what it has sent. */
    replyCode: z.int().min(200).max(599).optional(),
  }),
  by,
);

/** An attempt failed and another one is planned. */
export const NotificationDeferredV1 = event(
  'notification.deferred.v1',
  z.object({ ...delivery, attempt, code, nextAttemptAt: z.iso.datetime() }),
  by,
);

/** Not sent, and nothing more will be tried. */
export const NotificationFailedV1 = event('notification.failed.v1', z.object({ ...delivery, attempt, code }), by);

/**
 * Handed over, but the answer never came: it may or may not have been sent. It becomes `sent` when it is found among
 * what the provider has sent.
 */
export const NotificationUnknownV1 = event('notification.unknown.v1', z.object({ ...delivery, attempt, code }), by);

/** Too late: the notification's time ran out before a server took it. */
export const NotificationExpiredV1 = event('notification.expired.v1', z.object({ ...delivery, attempt, code }), by);

/** Taken back by its publisher or by a person before a server took it. */
export const NotificationCancelledV1 = event('notification.cancelled.v1', z.object(delivery), by);

/** Refused by a rule before anything was tried: the whole notification, or one recipient of it. */
export const NotificationRejectedV1 = event(
  'notification.rejected.v1',
  z.object({ notificationId: z.uuid(), deliveryId: z.uuid().optional(), code }),
  by,
);
