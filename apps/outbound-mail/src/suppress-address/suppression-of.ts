import type { ErrorCode } from '@replyline/errors';

const DAY_MS = 86_400_000;
const FOR_GOOD = null;

/**
 * Which status codes (RFC 3463 §3.2, §3.3) say that the address is to blame, and for how many days they are believed. What is
 * not here blames the message, the network or a policy: the next mail may well arrive. A domain comes back, a full
 * mailbox is emptied, and 5.0.0 says nothing of why.
 */
const RULES = {
  '5.0.0': { reason: 'refused', days: 7 },
  '5.1.0': { reason: 'refused', days: 30 },
  '5.1.1': { reason: 'no-such-mailbox', days: FOR_GOOD },
  '5.1.2': { reason: 'no-such-domain', days: 30 },
  '5.1.3': { reason: 'no-such-mailbox', days: FOR_GOOD },
  '5.1.6': { reason: 'no-such-mailbox', days: FOR_GOOD },
  /** RFC 7505: the domain takes no mail. */
  '5.1.10': { reason: 'no-such-domain', days: 30 },
  '5.2.1': { reason: 'mailbox-disabled', days: 30 },
  '5.2.2': { reason: 'mailbox-full', days: 1 },
} as const satisfies Record<string, { reason: string; days: number | null }>;

export const SUPPRESSION_REASONS = [
  'refused',
  'no-such-mailbox',
  'no-such-domain',
  'mailbox-disabled',
  'mailbox-full',
  'complaint',
] as const satisfies readonly SuppressionReason[];
/** After a `complaint` an address still gets what nobody can unsubscribe from. */
export type SuppressionReason = (typeof RULES)[keyof typeof RULES]['reason'] | 'complaint';

interface Reported {
  readonly statusCode: string;
  readonly isPermanent: boolean;
}

/** What is known of the mail that came back. */
export interface Circumstances {
  readonly now: Date;
  readonly sentAt: Date;
  /** When a person last said that the address works again. */
  readonly liftedAt: Date | undefined;
}

export interface Suppressing {
  readonly reason: SuppressionReason;
  /** `null`: until it is lifted. */
  readonly expiresAt: Date | null;
}

/**
 * Those that say in answer to RCPT TO (RFC 5321 §4.1.1.3) that there is no such mailbox. A report of a bounce is the last word
 * of a server that has tried; a refusal at the door is often a policy in disguise, so that only the plain ones count. 5.1.3 may
 * be our spelling, a full mailbox is tried again by the next mail, and 5.0.0 and 5.1.0 say nothing of why.
 */
const AT_RCPT: readonly string[] = [
  '5.1.1',
  '5.1.2',
  '5.1.6',
  '5.1.10',
  '5.2.1',
] as const satisfies readonly (keyof typeof RULES)[];

/** How an attempt failed. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly replyCode?: number;
  /** RFC 3463. */
  readonly enhancedCode?: string;
}

/**
 * What a refusal at sending means for the address; `undefined`: nothing, unless the server refused this very mailbox
 * for good.
 */
export function suppressionAtRcpt(
  { code, replyCode = 0, enhancedCode: statusCode = '' }: Refusal,
  circumstances: Circumstances,
): Suppressing | undefined {
  if (code !== 'provider.recipient_refused' || !AT_RCPT.includes(statusCode)) return undefined;
  return suppressionOf({ statusCode, isPermanent: replyCode >= 500 }, circumstances);
}

/** Whoever called a mail unwanted gets no more of what he could unsubscribe from, until an admin says otherwise. */
export const suppressionAfterComplaint = ({ sentAt, liftedAt }: Circumstances): Suppressing | undefined =>
  liftedAt && liftedAt >= sentAt ? undefined : { reason: 'complaint', expiresAt: FOR_GOOD };

/** What a report means for the address; `undefined`: nothing. A mail from before the address was put right proves nothing. */
export function suppressionOf(
  { statusCode, isPermanent }: Reported,
  { now, sentAt, liftedAt }: Circumstances,
): Suppressing | undefined {
  if (!isPermanent || !Object.hasOwn(RULES, statusCode)) return undefined;
  if (liftedAt && liftedAt >= sentAt) return undefined;
  const { reason, days } = RULES[statusCode as keyof typeof RULES];
  return { reason, expiresAt: days === FOR_GOOD ? null : new Date(now.getTime() + days * DAY_MS) };
}
