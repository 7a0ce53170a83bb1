import { Failure } from '@replyline/errors';
import { In, type EntityManager } from 'typeorm';
import { Conversation } from './conversation.entity.js';
import { Member } from './member.entity.js';

/** Holds the row until the transaction ends, so that membership, assignee and order of posts cannot change beneath. */
export const lockConversation = (tx: EntityManager, id: string): Promise<Conversation | null> =>
  tx.findOne(Conversation, { where: { id }, lock: { mode: 'pessimistic_write' } });

export const isMember = (tx: EntityManager, conversationId: string, userId: string): Promise<boolean> =>
  tx.existsBy(Member, { conversationId, userId });

/** Which of these users are members. */
export async function membersAmong(
  tx: EntityManager,
  conversationId: string,
  userIds: readonly string[],
): Promise<Set<string>> {
  if (userIds.length === 0) return new Set();
  const members = await tx.findBy(Member, { conversationId, userId: In([...userIds]) });
  return new Set(members.map(({ userId }) => userId));
}

/** To somebody who is not a member a conversation does not exist: both are `request.not_found`. */
export async function requireMember(tx: EntityManager, conversationId: string, userId: string): Promise<void> {
  if (!(await isMember(tx, conversationId, userId))) throw new Failure('request.not_found');
}

/** The conversation, locked, for one of its members. */
export async function lockForMember(tx: EntityManager, id: string, userId: string): Promise<Conversation> {
  const conversation = await lockConversation(tx, id);
  if (conversation === null) throw new Failure('request.not_found');
  await requireMember(tx, id, userId);
  return conversation;
}
