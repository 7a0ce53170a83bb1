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
] as const satisfies readonly SuppressionReason[];
export type SuppressionReason = (typeof RULES)[keyof typeof RULES]['reason'];

export interface Reported {
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
