import { publisherOf, type Envelope, type Lane, type NotificationKind } from '@replyline/contracts';

interface Publisher {
  readonly kinds: readonly NotificationKind[];
  readonly lanes: readonly Lane[];
}

/**
 * Who may ask for what. The name stands in the subject, so NATS permissions keep others from using it, and messaging
 * has compared it with `source`. Only conversation acts for users and asks for answers.
 */
const PUBLISHERS: Readonly<Record<string, Publisher>> = {
  conversation: {
    kinds: ['mention', 'assignment', 'reply-rejected', 'reply-held'],
    lanes: ['urgent', 'normal', 'bulk'],
  },
};

export interface Claimed {
  readonly kind: NotificationKind;
  readonly lane: Lane;
}

export function mayAsk(event: Pick<Envelope, 'source'>, { kind, lane }: Claimed): boolean {
  const name = publisherOf(event);
  const publisher = Object.hasOwn(PUBLISHERS, name) ? PUBLISHERS[name] : undefined;
  return !!publisher && publisher.kinds.includes(kind) && publisher.lanes.includes(lane);
}
