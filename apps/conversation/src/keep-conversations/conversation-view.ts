import { pageOf } from '@replyline/service-host';
import { z } from 'zod';
import { personView, viewPerson } from '../people/person-view.js';
import type { People } from '../people/people.js';
import type { Conversation } from './conversation.entity.js';

const conversationSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  assigneeId: z.uuid().nullable(),
  createdAt: z.iso.datetime(),
});

export const conversationView = conversationSummary.extend({ members: z.array(personView) });

export type ConversationSummary = z.output<typeof conversationSummary>;
export const conversationPage = pageOf(conversationSummary);

export const summarize = (it: Conversation): ConversationSummary => ({
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
