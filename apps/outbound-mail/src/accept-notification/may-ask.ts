import { CONVERSATION_PUBLISHER, publisherOf, type Envelope, type Publisher } from '@replyline/contracts';

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
 * Whether a request asks for no more than its publisher may. The name stands in the subject, so NATS permissions keep
 * others from using it, and messaging has compared it with `source`.
 */
export function mayAsk(event: Pick<Envelope, 'source'>, claimed: Claimed, publishers: PublisherByName): boolean {
  const { kind, lane, replyTo, actorId } = claimed;
  const name = publisherOf(event);
  const publisher = publishers(name);
  const isOfAnother = Object.hasOwn(ASKED_FOR_BY, kind) && ASKED_FOR_BY[kind] !== name;
  if (!publisher || isOfAnother) return false;
  const mayBeAnswered = replyTo === undefined || publisher.mayAskForReplies;
  const mayActSo = actorId === undefined || publisher.mayActForUsers;
  return publisher.kinds.includes(kind) && publisher.lanes.includes(lane) && mayBeAnswered && mayActSo;
}
