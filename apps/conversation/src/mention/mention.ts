import { z } from 'zod';

/** One name that was called in a post, and what came of it: a mail, or the reason why not. */
export const mentionSchema = z.discriminatedUnion('notified', [
  z.object({ name: z.string(), userId: z.uuid(), notified: z.literal(true) }),
  z.object({
    name: z.string(),
    /** Absent where the name is nobody's. */
    userId: z.uuid().optional(),
    notified: z.literal(false),
    reason: z.enum(['self', 'not_a_member', 'unknown_user']),
  }),
]);
export type Mention = z.output<typeof mentionSchema>;

/** What the shell looked up, so that the decision need not. */
export interface MentionFacts {
  readonly authorId: string;
  /** By user name; a name that is missing here is nobody's. */
  readonly userIds: ReadonlyMap<string, string>;
  /** Members among the users that were called. */
  readonly memberIds: ReadonlySet<string>;
}

/** Conversations are for members: a post reaches nobody else, so calling somebody does not add him. */
export function settleMention(name: string, { authorId, userIds, memberIds }: MentionFacts): Mention {
  const userId = userIds.get(name);
  if (userId === undefined) return { name, notified: false, reason: 'unknown_user' };
  if (userId === authorId) return { name, userId, notified: false, reason: 'self' };
  if (!memberIds.has(userId)) return { name, userId, notified: false, reason: 'not_a_member' };
  return { name, userId, notified: true };
}

export const notifiedBy = (mentions: readonly Mention[]): string[] =>
  mentions.flatMap((mention) => (mention.notified ? [mention.userId] : []));
