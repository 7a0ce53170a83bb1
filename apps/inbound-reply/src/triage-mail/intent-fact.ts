import { readToken, type Intent, type IntentKeys, type ReadIntent } from '@replyline/intent';
import { intentCandidates, normaliseMessageId, type InboundMail, type IntentFact } from '@replyline/mail';
import type { SentMail } from '../remember-sent-mail/sent-mail.entity.js';

type Answer = Pick<InboundMail, 'deliveredTo' | 'to' | 'cc' | 'inReplyTo' | 'references'>;

/** The tokens in a mail, read. The first one that we made is the one that counts: they come most telling first. */
export function readTokens(mail: Answer, keys: IntentKeys, now: Date): readonly ReadIntent[] {
  return intentCandidates(mail).map((token) => readToken(token, keys, now));
}

export const firstOfOurs = (
  readings: readonly ReadIntent[],
): { kind: 'valid' | 'expired'; intent: Intent } | undefined =>
  readings.find((reading) => reading.kind !== 'forged') as { kind: 'valid' | 'expired'; intent: Intent } | undefined;

/** The Message-IDs that a mail answers, the nearest first: a provider may have given ours another one. */
export const answeredIds = (mail: Pick<Answer, 'inReplyTo' | 'references'>): string[] => [
  ...new Set([...mail.inReplyTo, ...[...mail.references].reverse()].map(normaliseMessageId)),
];

/**
 * What is known of a mail's intent. `sent` is the mail of ours that it answers, found by token or by Message-ID.
 * A mail found by Message-ID alone is as good: nobody else knows that id, and who answers has to be proven anyway.
 */
export function intentFact(readings: readonly ReadIntent[], sent: SentMail | undefined, now: Date): IntentFact {
  const ours = firstOfOurs(readings);
  if (ours?.kind === 'expired') return { kind: 'expired', replyKey: ours.intent.replyKey };
  if (ours && !sent) return { kind: 'unknown', replyKey: ours.intent.replyKey };
  if (sent && !ours && sent.expiresAt < now) return { kind: 'expired', replyKey: sent.replyKey };
  if (sent) return { kind: 'valid', purpose: sent.purpose, replyKey: sent.replyKey };
  return readings.length > 0 ? { kind: 'forged' } : { kind: 'none' };
}
