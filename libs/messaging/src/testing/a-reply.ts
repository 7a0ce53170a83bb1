import { randomUUID } from 'node:crypto';
import { ReplyReceivedV1, type EventOf } from '@replyline/contracts';

/** An event that travels, as inbound-reply would tell of it. */
export const aReply = (): EventOf<typeof ReplyReceivedV1> =>
  ReplyReceivedV1.make(
    {
      replyId: randomUUID(),
      conversationId: randomUUID(),
      postId: randomUUID(),
      userId: randomUUID(),
      text: 'Yes',
      confidence: 1,
      receivedAt: new Date().toISOString(),
    },
    { source: '/services/inbound-reply' },
  );
