import { z } from 'zod';

/** What an assignment came to: a mail, or the reason why not. */
export const assignmentView = z.discriminatedUnion('notified', [
  z.object({ userId: z.uuid(), notified: z.literal(true) }),
  z.object({
    userId: z.uuid().nullable(),
    notified: z.literal(false),
    reason: z.enum(['unchanged', 'self', 'nobody']),
  }),
]);
export type Assignment = z.output<typeof assignmentView>;

/** What the shell looked up, so that the decision need not. */
export interface AssignmentFacts {
  readonly callerId: string;
  readonly userId: string | null;
  readonly currentId: string | null;
}

/** Saying the same again notifies nobody again, and nobody is told what he did himself. */
export function settleAssignment({ callerId, userId, currentId }: AssignmentFacts): Assignment {
  if (userId === currentId) return { userId, notified: false, reason: 'unchanged' };
  if (userId === null) return { userId, notified: false, reason: 'nobody' };
  if (userId === callerId) return { userId, notified: false, reason: 'self' };
  return { userId, notified: true };
}
