import {
  causedBy,
  CONFIDENTIAL_KINDS,
  NotificationAcceptedV1,
  NotificationRejectedV1,
  type Event,
  type Origin,
} from '@replyline/contracts';
import type { PinnedMail } from '../render/pinned-mail.js';
import { SOURCE } from '../source.js';
import type { Acceptance, Plan, Requested } from './plan.js';

/** What the others learn: inbound-reply from what was accepted, the publisher from what was refused. */
export function eventsOf(plan: Plan, request: Requested): Event[] {
  const { notificationId } = plan;
  const origin = { ...causedBy(request, SOURCE), subject: notificationId };
  if (plan.refusal) return [NotificationRejectedV1.make({ notificationId, code: plan.refusal }, origin)];
  return plan.deliveries.map((delivery) =>
    delivery.refusal
      ? NotificationRejectedV1.make({ notificationId, deliveryId: delivery.id, code: delivery.refusal }, origin)
      : accepted(notificationId, delivery, { request, origin }),
  );
}

function accepted(
  notificationId: string,
  delivery: Acceptance,
  { request, origin }: { request: Requested; origin: Origin },
) {
  const { id, userId, address, purpose, replyKey, messageId, mail } = delivery;
  return NotificationAcceptedV1.make(
    {
      notificationId,
      deliveryId: id,
      kind: request.data.kind,
      recipient: { ...(userId !== null && { userId }), address },
      purpose,
      replyKey,
      ...(purpose === 'reply' && 'replyTo' in request.data && { replyTo: request.data.replyTo }),
      messageId,
      subject: mail.subject,
      text: CONFIDENTIAL_KINDS.includes(request.data.kind) ? '' : fitting(withoutWayOut(mail)),
    },
    origin,
  );
}

/** Whoever has the link may unsubscribe its reader; what he quotes aligns without it. */
const withoutWayOut = ({ text, list }: PinnedMail): string =>
  list?.unsubscribeUrl === undefined ? text : text.replaceAll(list.unsubscribeUrl, '');

/** An event weighs at most 256 KB; a reply aligns well enough with the beginning of a very long mail. */
const MOST_BYTES = 200_000;

export function fitting(text: string): string {
  let fits = text;
  while (Buffer.byteLength(JSON.stringify(fits)) > MOST_BYTES) fits = fits.slice(0, Math.floor(fits.length * 0.75));
  return Buffer.from(fits, 'utf8').toString('utf8');
}
