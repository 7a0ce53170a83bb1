import { MAX_EVENT_BYTES, ReplyReceivedV1, type Event } from '@replyline/contracts';
import { octetsInJson } from '@replyline/mail/text';
import type { ReplyFiles } from '../keep-files/reply-files.js';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import type { Besides } from './besides.js';
import { causedByMail } from './decision.js';
import { smallerPosts } from './smaller-posts.js';

export interface Post extends ReplyFiles {
  readonly replyId: string;
  readonly text: string;
  readonly confidence: number;
  readonly receivedAt: Date;
  readonly besides: Besides;
}

/** The id of the event is the id of the reply: however it came to be posted, it is posted once. It fits into an event. */
export function replyReceived(post: Post, sent: SentMail): Event | undefined {
  const { conversationId, postId } = sent;
  if (conversationId === null || postId === null) return undefined;
  let event: Event | undefined;
  for (const smaller of smallerPosts(post)) {
    event = madeOf(smaller, sent, { conversationId, postId });
    if (octetsInJson(event) <= MAX_EVENT_BYTES) break;
  }
  return event;
}

/** Which post is answered. */
interface Answered {
  readonly conversationId: string;
  readonly postId: string;
}

const madeOf = (post: Post, sent: SentMail, { conversationId, postId }: Answered): Event =>
  ReplyReceivedV1.make(
    {
      replyId: post.replyId,
      conversationId,
      postId,
      userId: sent.userId,
      deliveryId: sent.deliveryId,
      text: post.text,
      confidence: post.confidence,
      ...post.besides,
      receivedAt: post.receivedAt.toISOString(),
      ...(post.files.length > 0 && { files: post.files }),
      ...(post.leftOut.length > 0 && { leftOut: post.leftOut }),
    },
    { ...causedByMail(sent), id: post.replyId, subject: conversationId },
  );
