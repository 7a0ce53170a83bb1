import { readToken, type Intent, type IntentKeys, type ReadIntent } from '@replyline/intent';
import { intentCandidates, normaliseMessageId, quotedTokens, type InboundMail, type IntentFact } from '@replyline/mail';
import type { AnnouncedMail } from '../remember-sent-mail/announced-mail.entity.js';

type Answer = Pick<InboundMail, 'deliveredTo' | 'to' | 'cc' | 'inReplyTo' | 'references'>;

/** The tokens in a mail, read. The first one that we made is the one that counts: they come most telling first. */
export function readTokens(mail: Answer, keys: IntentKeys, now: Date): readonly ReadIntent[] {
  return intentCandidates(mail).map((token) => readToken(token, keys, now));
}

/** The tokens that a report quotes, read: whoever has none of ours knows nothing of a mail of ours. */
export const readQuotedTokens = (report: InboundMail, keys: IntentKeys, now: Date): readonly ReadIntent[] =>
  quotedTokens(report).map((token) => readToken(token, keys, now));

export const firstOfOurs = (
  readings: readonly ReadIntent[],
): { kind: 'valid' | 'expired'; intent: Intent } | undefined =>
  readings.find((reading) => reading.kind !== 'forged') as { kind: 'valid' | 'expired'; intent: Intent } | undefined;

/** The Message-IDs that a mail answers, the nearest first: a provider may have given ours another one. */
export const answeredIds = (mail: Pick<Answer, 'inReplyTo' | 'references'>): string[] => [
  ...new Set([...mail.inReplyTo, ...[...mail.references].reverse()].map(normaliseMessageId)),
];

const leftOf = (id: string): string => id.split('@', 1)[0]!;
/** Identifiers of providers are long; a short word before the at sign may be anybody's. */
const MIN_LEFT = 12;

/** What stands before the at sign of these ids, where that alone can name a mail. */
export const leftParts = (ids: readonly string[]): string[] =>
  ids.map(leftOf).filter((left) => left.length >= MIN_LEFT);

/**
 * Whether a Message-ID is that of a mail of ours: the one we gave it, or the one that its provider gave it. Some providers
 * say theirs without its domain (SES), and some clients answer without it.
 */
export function isIdOf(
  id: string,
  { messageId, providerMessageId }: Pick<AnnouncedMail, 'messageId' | 'providerMessageId'>,
): boolean {
  if (id === messageId || id === providerMessageId) return true;
  if (providerMessageId === null || (id.includes('@') && providerMessageId.includes('@'))) return false;
  return leftOf(id).length >= MIN_LEFT && leftOf(id) === leftOf(providerMessageId);
}

/**
 * What is known of a mail's intent. `known` is the mail of ours that it answers, found by token or by Message-ID.
 * A mail found by Message-ID alone is as good: nobody else knows that id, and who answers has to be proven anyway.
 */
export function intentFact(readings: readonly ReadIntent[], known: AnnouncedMail | undefined, now: Date): IntentFact {
  const ours = firstOfOurs(readings);
  if (ours?.kind === 'expired') return { kind: 'expired', replyKey: ours.intent.replyKey };
  if (ours && !known) return { kind: 'unknown', replyKey: ours.intent.replyKey };
  if (known && !ours && known.expiresAt < now) return { kind: 'expired', replyKey: known.replyKey };
  if (known) return { kind: 'valid', purpose: known.purpose, replyKey: known.replyKey };
  return readings.length > 0 ? { kind: 'forged' } : { kind: 'none' };
}
