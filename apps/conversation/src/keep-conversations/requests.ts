import { oneLine } from '@replyline/contracts';
import { pageQuery, timeCursor, uuid } from '@replyline/service-host';
import { z } from 'zod';

/** All of them stand in one answer of `GET /v1/conversations/:id`. */
export const MAX_MEMBERS = 1_000;

export const newConversation = z.object({
  name: oneLine(200),
  /** Besides the user who creates it. */
  members: z.array(uuid).max(MAX_MEMBERS),
});

export const memberPath = z.object({ id: uuid, userId: uuid });

export const conversationQuery = z.object(pageQuery(timeCursor));
export type ConversationQuery = z.output<typeof conversationQuery>;
