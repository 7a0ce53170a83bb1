import { z } from 'zod';
import { oneLine } from '@replyline/contracts';
import { cursor } from './cursor.js';

/** All of them stand in one answer of `GET /v1/conversations/:id`. */
export const MAX_MEMBERS = 1_000;

export const newConversation = z.object({
  name: oneLine(200),
  /** Besides the user who creates it. */
  members: z.array(z.uuid()).max(MAX_MEMBERS),
});

export const conversationPath = z.object({ id: z.uuid() });

export const memberPath = z.object({ id: z.uuid(), userId: z.uuid() });

export const conversationQuery = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
