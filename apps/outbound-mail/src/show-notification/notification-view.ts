import { lane, publisherOf } from '@replyline/contracts';
import { pageOf } from '@replyline/service-host';
import { z } from 'zod';
import type { Notification } from '../keep-deliveries/notification.entity.js';
import { deliverySummary, deliveryView } from './delivery-view.js';
import { reasonOf, reasonView } from './reason.js';

const summary = {
  id: z.uuid(),
  publisher: z.string(),
  eventId: z.string(),
  correlationId: z.string().nullable(),
  kind: z.string(),
  lane,
  idempotencyKey: z.string().nullable(),
  requestedAt: z.iso.datetime().nullable(),
  acceptedAt: z.iso.datetime(),
  /** By its publisher, or by the person with this id. */
  cancelled: z.object({ at: z.iso.datetime(), by: z.string() }).nullable(),
  refusal: reasonView.nullable().describe('Set when all of it was refused; then there are no deliveries'),
};

export const notificationView = z.object({ ...summary, deliveries: z.array(deliveryView) });
export type NotificationView = z.output<typeof notificationView>;

/** A list stays readable, however many a notification goes to; the notification itself shows all of its deliveries. */
export const SHOWN_OF_EACH = 100;

export const notificationPage = pageOf(
  z.object({
    ...summary,
    deliveryCount: z.int(),
    deliveries: z
      .array(deliverySummary)
      .describe(`${SHOWN_OF_EACH} at the most, those that were looked for before others`),
  }),
);
export type NotificationPage = z.output<typeof notificationPage>;

export const viewNotification = ({ source, eventId, refusal, acceptedAt, ...it }: Notification) => ({
  id: it.id,
  publisher: publisherOf({ source }),
  eventId,
  correlationId: it.correlationId,
  kind: it.kind,
  lane: it.lane,
  idempotencyKey: it.idempotencyKey,
  requestedAt: it.requestedAt?.toISOString() ?? null,
  acceptedAt: acceptedAt.toISOString(),
  cancelled: it.cancelledAt && { at: it.cancelledAt.toISOString(), by: it.cancelledBy ?? '' },
  refusal: reasonOf(refusal),
});
