import { CONVERSATION_PUBLISHER, publisherOf, type Envelope, type Publisher } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';

type Claims = Omit<Publisher, 'revision'>;

/** What a publisher may claim, by its name; `undefined` for one that config does not know. */
export type PublisherByName = (name: string) => Claims | undefined;

/** A service that starts before config has ever spoken knows the one publisher that Replyline brings along. */
export const knownPublisher =
  (said: PublisherByName): PublisherByName =>
  (name) =>
    said(name) ?? (name === CONVERSATION_PUBLISHER.name ? CONVERSATION_PUBLISHER : undefined);

export interface Claimed {
  readonly kind: string;
  readonly lane: Publisher['lanes'][number];
  /** Where an answer goes, for mail that can be answered. */
  readonly replyTo?: object;
  /** The person in whose name it is sent. */
  readonly actorId?: string;
}

/** Kinds that only one of our own services asks for: their mail speaks for it, and answers to it are acted upon. */
const ASKED_FOR_BY: Readonly<Record<string, string>> = {
  mention: 'conversation',
  assignment: 'conversation',
  'reply-rejected': 'conversation',
  'reply-held': 'conversation',
};

/**
 * What a request asks for that its publisher may not; `undefined` when it asks for no more. The name stands in the
 * subject, so NATS permissions keep others from using it, and messaging has compared it with `source`.
 */
export function whyNotAsk(
  event: Pick<Envelope, 'source'>,
  { kind, lane, replyTo, actorId }: Claimed,
  publishers: PublisherByName,
): ErrorCode | undefined {
  const name = publisherOf(event);
  const publisher = publishers(name);
  const isOfAnother = Object.hasOwn(ASKED_FOR_BY, kind) && ASKED_FOR_BY[kind] !== name;
  if (!publisher) return 'policy.publisher_not_allowed';
  if (isOfAnother || !publisher.kinds.includes(kind)) return 'policy.kind_not_allowed';
  if (!publisher.lanes.includes(lane)) return 'policy.lane_not_allowed';
  if (replyTo !== undefined && !publisher.mayAskForReplies) return 'policy.replies_not_allowed';
  return actorId === undefined || publisher.mayActForUsers ? undefined : 'policy.actor_not_allowed';
}
