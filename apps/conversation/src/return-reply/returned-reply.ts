import { NotificationRequestedV1, type Envelope, type Event } from '@replyline/contracts';
import { mailText } from '../mail-text.js';
import { requestedOnce } from '../source.js';

/** A reply that cannot be posted. */
interface ReturnedReply {
  /** The person on record: whom the answered mail was sent to. */
  readonly userId: string;
  readonly reason: string;
  readonly text: string;
  readonly conversationId?: string | undefined;
  /** Absent where the conversation is not known or gone. */
  readonly conversationName?: string | undefined;
}

/** Asks that the person on record, and nobody else, gets the text back with the reason. */
export const returnedReply = (reply: ReturnedReply, cause: Envelope): Event =>
  NotificationRequestedV1.make(
    {
      kind: 'reply-rejected',
      lane: 'normal',
      recipients: [{ userId: reply.userId }],
      ...(reply.conversationId !== undefined && { threadId: reply.conversationId }),
      variables: {
        reason: reply.reason,
        replyText: mailText(reply.text),
        ...(reply.conversationName !== undefined && { conversationName: reply.conversationName }),
      },
    },
    requestedOnce(cause, 'reply-rejected'),
  );
