import type { DirectoryUser, EventOf, Origin, ReplyReceivedV1 } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Conversation } from '../keep-conversations/conversation.entity.js';
import { membersAmong } from '../keep-conversations/membership.js';
import { findMentions } from '../mention/find-mentions.js';
import { withoutQuotes } from '../mention/without-quotes.js';
import { settleMention, type Mention } from '../mention/mention.js';
import { People } from '../people/people.js';
import { eventsOfPost } from './events-of-post.js';
import { Post } from './post.entity.js';

/** What a mail adds to its words. */
type FromMail = Pick<
  EventOf<typeof ReplyReceivedV1>['data'],
  'replyId' | 'postId' | 'answers' | 'elided' | 'files' | 'leftOut'
>;

/** What somebody wants to say. */
export interface Draft {
  readonly id: string;
  /** Locked by this transaction, and the author is a member. */
  readonly conversation: Conversation;
  readonly author: DirectoryUser;
  readonly text: string;
  /** Where it came by mail. */
  readonly reply?: FromMail;
}

/** Turns a draft into a post: the same for a request and for a mail, with its events in the same transaction. */
@Injectable()
export class WritePost {
  constructor(
    private readonly people: People,
    private readonly outbox: Outbox,
  ) {}

  async write(tx: EntityManager, draft: Draft, cause: Origin): Promise<Post> {
    const { conversation, author } = draft;
    const { names, overLimit } = findMentions(draft.reply ? withoutQuotes(draft.text) : draft.text);
    const post = tx.create(Post, {
      ...toPost(draft),
      mentions: await this.settle(tx, draft, names),
      mentionsOverLimit: overLimit,
    });
    await tx.insert(Post, post);
    await tx.update(Conversation, conversation.id, { lastPosition: post.position });
    const known = { author: author.displayName, conversation: conversation.name };
    await this.outbox.add(tx, ...eventsOfPost(post, known, cause));
    return post;
  }

  private async settle(tx: EntityManager, draft: Draft, names: readonly string[]): Promise<Mention[]> {
    const userIds = this.people.idsOf(names);
    const memberIds = await membersAmong(tx, draft.conversation.id, [...userIds.values()]);
    return names.map((name) => settleMention(name, { authorId: draft.author.id, userIds, memberIds }));
  }
}

const toPost = ({ id, conversation, author, text, reply }: Draft) => ({
  id,
  conversationId: conversation.id,
  position: conversation.lastPosition + 1,
  authorId: author.id,
  origin: reply ? ('mail' as const) : ('http' as const),
  text,
  files: reply?.files ?? [],
  leftOut: reply?.leftOut ?? [],
  replyId: reply?.replyId ?? null,
  answersPostId: reply?.postId ?? null,
  answers: reply?.answers ?? null,
  elided: reply?.elided ?? null,
});
