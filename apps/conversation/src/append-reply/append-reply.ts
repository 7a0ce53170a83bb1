import { randomUUID } from 'node:crypto';
import { causedBy, type EventOf, type ReplyReceivedV1 } from '@replyline/contracts';
import { Inbox, Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Conversation } from '../keep-conversations/conversation.entity.js';
import { isMember, lockConversation } from '../keep-conversations/membership.js';
import { People } from '../people/people.js';
import { Post } from '../post/post.entity.js';
import { WritePost } from '../post/write-post.js';
import { isToBeTold } from '../return-reply/once-a-day.js';
import { returnedReply } from '../return-reply/returned-reply.js';
import { SOURCE } from '../source.js';
import { settleReply, type ReplyFacts } from './settle-reply.js';

export const APPEND_REPLY = 'conversation-append-reply';

type Received = EventOf<typeof ReplyReceivedV1>;

/** Posts a received reply as the person on record, or returns it to him: once, however often it is delivered. */
@Injectable()
export class AppendReply {
  private readonly logger = new Logger('AppendReply');

  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly people: People,
    private readonly writePost: WritePost,
  ) {}

  async once(event: Received): Promise<void> {
    const post = await this.db.transaction(async (tx) =>
      (await this.inbox.admit(tx, APPEND_REPLY, event)) ? this.settle(tx, event) : undefined,
    );
    const { conversationId: conversation, replyId: reply } = event.data;
    if (post) this.logger.log({ conversation, post: post.id, reply }, 'reply appended');
  }

  /** Resolves with the post, where the reply became one. */
  private async settle(tx: EntityManager, event: Received): Promise<Post | undefined> {
    const { data: reply } = event;
    const conversation = await lockConversation(tx, reply.conversationId);
    const author = this.people.find(reply.userId);
    const settlement = settleReply({ ...(await lookUp(tx, reply, conversation)), isKnown: author !== undefined });
    if (settlement.kind === 'return') {
      await this.return(tx, event, settlement.reason, conversation?.name);
    } else if (settlement.kind === 'post' && conversation && author) {
      const draft = { id: randomUUID(), conversation, author, text: reply.text, reply };
      return this.writePost.write(tx, draft, causedBy(event, SOURCE));
    }
    return undefined;
  }

  private async return(tx: EntityManager, event: Received, reason: string, conversationName?: string): Promise<void> {
    const { replyId, conversationId, userId } = event.data;
    const isTold = await isToBeTold(tx, userId, reason);
    this.logger.log({ conversation: conversationId, reply: replyId, reason, isTold }, 'reply not posted');
    if (!isTold) return;
    await this.outbox.add(tx, returnedReply({ ...event.data, reason, conversationName }, event));
  }
}

const lookUp = async (
  tx: EntityManager,
  { replyId, conversationId, userId }: Received['data'],
  conversation: Conversation | null,
): Promise<Omit<ReplyFacts, 'isKnown'>> => ({
  conversationExists: conversation !== null,
  alreadyPosted: await tx.existsBy(Post, { replyId }),
  isMember: await isMember(tx, conversationId, userId),
});
