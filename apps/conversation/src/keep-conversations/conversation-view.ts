import { z } from 'zod';
import { personView, viewPerson } from '../people/person-view.js';
import type { People } from '../people/people.js';
import type { Conversation } from './conversation.entity.js';

export const conversationSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  assigneeId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
});

export const conversationView = conversationSummary.extend({ members: z.array(personView) });

export const conversationPage = z.object({
  items: z.array(conversationSummary),
  /** Give it as `cursor` to go on; `null` on the last page. */
  next: z.string().nullable(),
});

export const summarize = (it: Conversation): z.output<typeof conversationSummary> => ({
  id: it.id,
  name: it.name,
  assigneeId: it.assigneeId,
  createdAt: it.createdAt.toISOString(),
});

export const viewConversation = (
  it: Conversation,
  memberIds: readonly string[],
  people: People,
): z.output<typeof conversationView> => ({
  ...summarize(it),
  members: memberIds.map((userId) => viewPerson(userId, people.find(userId))),
});
