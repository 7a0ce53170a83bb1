import {
  causedBy,
  CONFIDENTIAL_KINDS,
  NotificationAcceptedV1,
  NotificationCancelledV1,
  NotificationRejectedV1,
  type Event,
  type Origin,
} from '@replyline/contracts';
import { beginningInJson } from '@replyline/mail/text';
import { SOURCE } from '../source.js';
import { withoutWayOut } from '../unsubscribe/way-out.js';
import type { Acceptance, Refusal } from './decide.js';
import type { Requested } from './facts.js';
import type { Plan } from './plan.js';

/** What the others learn: inbound-reply from what was accepted, the publisher from what was refused. */
export function* eventsOf(plan: Plan, request: Requested): Generator<Event> {
  const { notificationId, deliveries } = plan;
  const origin = { ...causedBy(request, SOURCE), subject: notificationId };
  if (plan.refusal) yield NotificationRejectedV1.make({ notificationId, code: plan.refusal }, origin);
  const words = wordsIn(request, deliveries.length);
  for (const delivery of deliveries) {
    const named = { notificationId, deliveryId: delivery.id };
    if (delivery.refusal) yield NotificationRejectedV1.make({ ...named, code: delivery.refusal }, origin);
    else if (plan.isTakenBack) yield NotificationCancelledV1.make(named, origin);
    else yield accepted(notificationId, delivery, { request, origin, words });
  }
}

function accepted(
  notificationId: string,
  delivery: Acceptance,
  { request, origin, words }: { request: Requested; origin: Origin; words: (it: Acceptance) => string },
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
      text: words(delivery),
    },
    origin,
  );
}

/** An event weighs at most 256 KB; a reply aligns well enough with the beginning of a very long mail. */
const MOST_BYTES = 200_000;
/** All that the events of one request quote of mail that cannot be answered: what is quoted helps to explain that. */
const MOST_OF_ALL = 64_000_000;

/** What is told of the words of a delivery, cut once for all deliveries that say the same. */
function wordsIn({ data: { kind } }: Requested, deliveries: number): (it: Acceptance) => string {
  const shared = Math.min(MOST_BYTES, Math.floor(MOST_OF_ALL / deliveries));
  const cut = new Map<string, string>();
  return (it) => {
    if (CONFIDENTIAL_KINDS.includes(kind) || !mayBeAnswered(it)) return '';
    const { text } = it.mail;
    if (!cut.has(text)) cut.set(text, fitting(withoutWayOut(it.mail), it.purpose === 'reply' ? MOST_BYTES : shared));
    return cut.get(text)!;
  };
}

/** What goes to a plain address is nobody's to answer here: nothing is read by its words. */
const mayBeAnswered = ({ userId }: Acceptance): boolean => userId !== null;

/** How many bytes of words the event of a delivery has, where they are not shortened for many. */
export const toldOf = (it: Refusal | Acceptance): number =>
  it.refusal || it.purpose === 'no-reply' || !mayBeAnswered(it) ? 0 : Math.min(MOST_BYTES, it.mail.text.length);

export const fitting = (text: string, mostBytes = MOST_BYTES): string =>
  beginningInJson(text.toWellFormed(), mostBytes);
