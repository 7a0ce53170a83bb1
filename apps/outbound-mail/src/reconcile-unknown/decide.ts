import type { ErrorCode } from '@replyline/errors';
import type { Whereabouts } from '@replyline/providers';
import { retryDelayMs } from '../deliver-mail/retry-schedule.js';

/** What a look showed. `reported`: a delivery report came back. `unseen`: it was not possible to look. */
export type Seen = Whereabouts['in'] | 'reported' | 'unseen';

export interface SearchFacts {
  readonly seen: Seen;
  /** Since the answer was lost. */
  readonly ageMs: number;
  /** Which attempt it was, from 1, since the mail was accepted or a person had it sent again. */
  readonly attempt: number;
  /** From 0 to 1. */
  readonly random: number;
  /** Whether a second copy is better than none. */
  readonly isRepeatable: boolean;
  /** Whether the provider keeps all that it has sent. */
  readonly isComplete: boolean;
}

export type Decision =
  | { readonly then: 'sent' }
  | { readonly then: 'look again'; readonly inMs: number }
  /** `takeBack`: not before the draft is gone. The delay counts from the attempt. */
  | { readonly then: 'repeat'; readonly delayMs: number; readonly takeBack: boolean }
  /** A person decides. */
  | { readonly then: 'leave'; readonly code?: ErrorCode };

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How old the question is at each look. Graph answers before it sends, and files later still. */
const LOOKS_MS = {
  ordinary: [30 * SECOND_MS, MINUTE_MS, 2 * MINUTE_MS, 5 * MINUTE_MS, 15 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS],
  /** An alarm is worth a duplicate and no long wait. */
  repeatable: [30 * SECOND_MS, 90 * SECOND_MS],
} as const;

export const FIRST_LOOK_MS = LOOKS_MS.ordinary[0];

/** How long it is looked on, once an hour, where there was no answer yet: somebody may correct a permission meanwhile. */
const LONGEST_MS = 24 * HOUR_MS;

/** What a look means. The absence of a mail proves little, so a mail that must not arrive twice is never repeated for it. */
export function decide(facts: SearchFacts): Decision {
  const { seen, ageMs, attempt, random, isRepeatable, isComplete } = facts;
  if (seen === 'sent' || seen === 'reported') return { then: 'sent' };
  const next = nextLookMs(facts);
  if (next !== undefined) return { then: 'look again', inMs: next - ageMs };
  const takeBack = seen === 'drafts';
  const delayMs = isRepeatable || takeBack ? retryDelayMs('retry', attempt, random) : undefined;
  if (delayMs !== undefined) return { then: 'repeat', delayMs, takeBack };
  return seen === 'nowhere' && isComplete ? { then: 'leave', code: 'provider.not_among_sent' } : { then: 'leave' };
}

/** How old the question is at the next look; `undefined` after the last one. */
function nextLookMs({ seen, ageMs, isRepeatable }: SearchFacts): number | undefined {
  const isOpen = seen === 'outbox' || (seen === 'unseen' && !isRepeatable);
  const looks = isRepeatable && !isOpen ? LOOKS_MS.repeatable : LOOKS_MS.ordinary;
  const next = looks.find((at) => at > ageMs);
  return next ?? (isOpen && ageMs < LONGEST_MS ? ageMs + HOUR_MS : undefined);
}
