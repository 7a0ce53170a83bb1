import { ConversationPostedV1, NotificationRequestedV1, stableId, type Event, type Origin } from '@replyline/contracts';
import { mailText } from '../mail-text.js';
import { notifiedBy } from '../mention/mention.js';
import type { Post } from './post.entity.js';

/** How people know the author and the place. */
export interface Names {
  readonly author: string;
  readonly conversation: string;
}

/** What the others are told of a post: that it stands there and, in one notification, who is called in it. */
export function eventsOfPost(post: Post, names: Names, cause: Origin): Event[] {
  const recipients = notifiedBy(post.mentions).map((userId) => ({ userId }));
  const posted = announcement(post, cause);
  return recipients.length === 0 ? [posted] : [posted, invitation(post, { names, recipients }, cause)];
}

const announcement = (post: Post, cause: Origin): Event =>
  ConversationPostedV1.make(
    {
      conversationId: post.conversationId,
      postId: post.id,
      authorId: post.authorId,
      origin: post.origin,
      ...(post.replyId !== null && { replyId: post.replyId }),
    },
    { ...cause, subject: post.conversationId },
  );

/**
 * The one kind of notification that can be answered: the answer becomes a post here. A reply that is posted again, in a
 * database that was restored, invites by the id that it invited by before.
 */
const invitation = (
  post: Post,
  { names, recipients }: { names: Names; recipients: { userId: string }[] },
  cause: Origin,
): Event =>
  NotificationRequestedV1.make(
    {
      kind: 'mention',
      lane: 'normal',
      recipients,
      threadId: post.conversationId,
      replyTo: { conversationId: post.conversationId, postId: post.id },
      variables: { actorName: names.author, conversationName: names.conversation, postText: mailText(post.text) },
    },
    { ...cause, id: stableId('mention', post.replyId ?? post.id) },
  );
