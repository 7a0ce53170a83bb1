import { randomBytes, randomUUID } from 'node:crypto';
import { NotificationAcceptedV1, type Event, type NotificationKind } from '@replyline/contracts';
import { expiryDayFor, mintToken, parseIntentKeys, type IntentKeys, type Purpose } from '@replyline/intent';

export const INTENT_KEYS = `1:${randomBytes(32).toString('base64url')}`;
export const intentKeys: IntentKeys = parseIntentKeys(INTENT_KEYS);

/** A mail that was sent, as the service is told of it. */
export interface Sent {
  readonly token: string;
  readonly replyKey: string;
  readonly deliveryId: string;
  readonly conversationId: string;
  readonly postId: string;
  readonly messageId: string;
  readonly event: Event;
}

export interface Sending {
  readonly purpose?: Purpose;
  readonly now?: Date;
  readonly kind?: NotificationKind;
  /** To the same address, which nobody in the directory has. */
  readonly isToNobody?: boolean;
}

const KINDS: Record<Purpose, NotificationKind> = { reply: 'mention', 'no-reply': 'assignment' };

/** What was sent, and reads as such. */
export const SENT_TEXT =
  'Please type your reply above this line\n\nBob mentioned you in Lunch:\n\nShall we meet at noon?';

/** A mail to alice as outbound-mail would have sent it, not announced yet. */
export function aSent(
  alice: string,
  { purpose = 'reply', now = new Date(), kind = KINDS[purpose], isToNobody = false }: Sending = {},
): Sent {
  const replyKey = randomBytes(12).toString('hex');
  const token = mintToken({ purpose, replyKey, expiryDay: expiryDayFor(now) }, intentKeys);
  const [deliveryId, conversationId, postId] = [randomUUID(), randomUUID(), randomUUID()];
  const messageId = `${token}@example.test`;
  const event = NotificationAcceptedV1.make(
    {
      notificationId: randomUUID(),
      deliveryId,
      kind,
      recipient: { ...(!isToNobody && { userId: alice }), address: 'alice@example.test' },
      purpose,
      replyKey,
      ...(purpose === 'reply' && { replyTo: { conversationId, postId } }),
      messageId,
      subject: 'Bob mentioned you in Lunch',
      text: SENT_TEXT,
    },
    { source: '/services/outbound-mail' },
  );
  return { token, replyKey, deliveryId, conversationId, postId, messageId, event };
}
