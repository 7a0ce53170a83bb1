import { z } from 'zod';
import { oneLine } from '@replyline/contracts';
import { cursor } from './cursor.js';

/** As the directory and PostgreSQL write it, so that two ways to write one id are equal. */
export const id = z.uuid().toLowerCase();

/** All of them stand in one answer of `GET /v1/conversations/:id`. */
export const MAX_MEMBERS = 1_000;

export const newConversation = z.object({
  name: oneLine(200),
  /** Besides the user who creates it. */
  members: z.array(id).max(MAX_MEMBERS),
});

export const conversationPath = z.object({ id });

export const memberPath = z.object({ id, userId: id });

export const conversationQuery = z.object({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});
