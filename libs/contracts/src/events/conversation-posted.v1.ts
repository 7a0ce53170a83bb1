import { z } from 'zod';
import { event } from '../event.js';

/** A post stands in a conversation. */
export const ConversationPostedV1 = event(
  'conversation.posted.v1',
  z.object({
    conversationId: z.uuid(),
    postId: z.uuid(),
    authorId: z.uuid(),
    origin: z.enum(['http', 'mail']),
    replyId: z.uuid().optional(),
  }),
  { by: ['conversation'] },
);
