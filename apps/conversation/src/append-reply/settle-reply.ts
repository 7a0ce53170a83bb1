/** Why a reply whose writer is known cannot be posted. Mail templates explain each. */
type ReturnReason = 'conversation_gone' | 'not_a_member';

/** What the shell looked up, so that the decision need not. */
export interface ReplyFacts {
  readonly conversationExists: boolean;
  readonly alreadyPosted: boolean;
  readonly isMember: boolean;
  /** Whether the directory still has the person on record. */
  readonly isKnown: boolean;
}

export type ReplySettlement =
  { readonly kind: 'post' | 'nothing' } | { readonly kind: 'return'; readonly reason: ReturnReason };

/**
 * The person could be a member when the mail was sent and not be one now.
 * Nobody who is gone from the directory is a member of anything; whether there is a way to tell him is for
 * outbound-mail to decide.
 */
export function settleReply({ conversationExists, alreadyPosted, isMember, isKnown }: ReplyFacts): ReplySettlement {
  if (!conversationExists) return { kind: 'return', reason: 'conversation_gone' };
  if (alreadyPosted) return { kind: 'nothing' };
  if (!isMember || !isKnown) return { kind: 'return', reason: 'not_a_member' };
  return { kind: 'post' };
}
