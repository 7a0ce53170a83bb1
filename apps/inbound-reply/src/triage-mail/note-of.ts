import {
  ReplyHeldV1,
  ReplyNotedV1,
  ReplyReceivedV1,
  ReplyRejectedV1,
  stableId,
  type Event,
  type ReplyOutcome,
} from '@replyline/contracts';

const OUTCOMES: Readonly<Record<string, ReplyOutcome>> = {
  [ReplyReceivedV1.type]: 'received',
  [ReplyHeldV1.type]: 'held',
  [ReplyRejectedV1.type]: 'rejected',
};

interface About {
  readonly deliveryId?: string;
  readonly receivedAt?: string;
}

/** What is said of an answer, and beside it, for outbound-mail, that there was one: without a word of it. */
export const withNote = (event: Event): Event[] => [event, ...noteOf(event)];

function noteOf({ id, type, source, time, data, causationid, correlationid }: Event): Event[] {
  const outcome = OUTCOMES[type];
  const { deliveryId, receivedAt = time } = data as About;
  if (outcome === undefined || deliveryId === undefined) return [];
  const origin = { source, id: stableId('noted', id), ...(causationid && { causationid }) };
  return [
    ReplyNotedV1.make({ deliveryId, outcome, receivedAt }, { ...origin, ...(correlationid && { correlationid }) }),
  ];
}
