import { NotificationRequestedV1, type Event, type EventOf, type ReplyHeldV1 } from '@replyline/contracts';
import { Inbox, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { nameOf } from '../keep-conversations/name-of.js';
import { requestedOnce } from '../source.js';

export const ASK_OWNER = 'conversation-ask-owner';

type Held = EventOf<typeof ReplyHeldV1>;

/** Has the person on record asked whether a held reply is his. The link itself is outbound-mail's to make. */
@Injectable()
export class AskOwner {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
  ) {}

  async once(event: Held): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, ASK_OWNER, event))) return;
      await this.outbox.add(tx, question(event, await nameOf(tx, event.data.conversationId)));
    });
  }
}

const question = (event: Held, conversationName: string | undefined): Event =>
  NotificationRequestedV1.make(
    {
      kind: 'reply-held',
      lane: 'normal',
      recipients: [{ userId: event.data.userId }],
      threadId: event.data.conversationId,
      variables: {
        heldReplyId: event.data.heldReplyId,
        ...(conversationName !== undefined && { conversationName }),
      },
    },
    requestedOnce(event, 'reply-held'),
  );
