import type { EventOf, ReplyRejectedV1 } from '@replyline/contracts';
import { Inbox, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { nameOf } from '../keep-conversations/name-of.js';
import { returnedReply } from './returned-reply.js';

export const RETURN_REPLY = 'conversation-return-reply';

/** Has a rejected reply returned to the person on record, with the reason. */
@Injectable()
export class ReturnReply {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
  ) {}

  async once(event: EventOf<typeof ReplyRejectedV1>): Promise<void> {
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, RETURN_REPLY, event))) return;
      const conversationName = await nameOf(tx, event.data.conversationId);
      await this.outbox.add(tx, returnedReply({ ...event.data, conversationName }, event));
    });
  }
}
