import type { ErrorCode } from '@replyline/errors';
import { OCCASIONS } from '@replyline/sending-policy';
import { placeholderOf } from '../unsubscribe/way-out.js';
import { audienceOf } from './audience.js';
import { decide, type Acceptance, type Refusal } from './decide.js';
import { toldOf } from './events-of-plan.js';
import type { Facts, Requested } from './facts.js';
import { whyNotAsk } from './may-ask.js';
import { Wording } from './wording.js';

export interface Plan {
  readonly notificationId: string;
  /** Set when all of it is refused; then there are no deliveries. */
  readonly refusal?: ErrorCode;
  readonly deliveries: readonly (Refusal | Acceptance)[];
  /** Its publisher has taken it back before it was here. */
  readonly isTakenBack?: boolean;
  /** Not before. */
  readonly sendAt: Date;
  readonly expiresAt: Date;
}

const HOUR_MS = 3_600_000;

/** What all that is written down about one request may have, besides the beginnings of words in `eventsOf`. */
const MOST_BYTES = 128_000_000;
/** A delivery and its event without their words. */
const DELIVERY_BYTES = 2_000;

/** What will be done about a request: one delivery per person, each with everything that will ever be decided about it. */
export function plan(event: Requested, facts: Facts): Plan {
  const steps = planning(event, facts);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same, one person a step: there may be very many. */
export function* planning(event: Requested, facts: Facts): Generator<void, Plan> {
  const sendAt = later(facts.now, event.data.notBefore);
  const outline = { notificationId: facts.newId(), sendAt, expiresAt: endOf(event, sendAt) };
  const refused = (refusal: ErrorCode): Plan => ({ ...outline, refusal, deliveries: [] });
  const notAllowed = whyNotAsk(event, event.data, facts.publishers);
  if (notAllowed) return refused(notAllowed);
  if (isNeverDue(event)) return refused('request.never_due');
  const people = audienceOf(event.data.recipients, facts);
  if (people.length === 0) return refused('recipient.nobody');
  const words = new Wording(event.data, facts.reviewUrl);
  const all = {
    ...facts,
    profiles: facts.profilesFor(event.data.actorId),
    now: sendAt,
    words,
    placeholder: placeholderOf(outline.notificationId),
  };
  const deliveries: (Refusal | Acceptance)[] = [];
  let sizeBytes = 0;
  for (const person of people) {
    const delivery = decide(event, person, all);
    sizeBytes += DELIVERY_BYTES + toldOf(delivery);
    if (sizeBytes + words.sizeBytes > MOST_BYTES) return refused('request.audience_too_large');
    deliveries.push(delivery);
    yield;
  }
  return { ...outline, deliveries };
}

const isNeverDue = ({ expirytime, data: { notBefore } }: Requested): boolean =>
  expirytime !== undefined && notBefore !== undefined && new Date(expirytime) <= new Date(notBefore);

const later = (now: Date, notBefore: string | undefined): Date =>
  new Date(Math.max(now.getTime(), new Date(notBefore ?? now).getTime()));

/** When nobody wants it any more: what the publisher says, else what its kind says. */
function endOf({ expirytime, data }: Requested, sendAt: Date): Date {
  if (expirytime) return new Date(expirytime);
  return new Date(sendAt.getTime() + OCCASIONS[data.kind].lifetimeHours * HOUR_MS);
}
