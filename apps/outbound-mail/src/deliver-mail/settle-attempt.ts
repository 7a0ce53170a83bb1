import { Failure, type ErrorCode } from '@replyline/errors';
import { saidOf, type Receipt } from '@replyline/providers';
import { retryDelayMs } from './retry-schedule.js';

/** What is known when an attempt ends. */
export interface AttemptFacts {
  /** Which attempt it was, from 1, since the mail was accepted or a person had it sent again. */
  readonly attempt: number;
  /** From 0 to 1. */
  readonly random: number;
  /** Whether a second copy is better than none. */
  readonly isRepeatable: boolean;
}

interface Why {
  readonly code: ErrorCode;
  readonly replyCode?: number;
  readonly enhancedCode?: string;
  readonly said?: string;
}

export type Settlement =
  | { readonly state: 'sent'; readonly replyCode: number; readonly providerMessageId?: string; readonly said?: string }
  | ({ readonly state: 'deferred'; readonly delayMs: number } & Why)
  | ({ readonly state: 'failed' | 'unknown' } & Why);

/**
 * How an attempt ends: the failure's disposition decides, but what may have been accepted is tried again only where a
 * second copy is better than none.
 */
export function settleAttempt(result: Receipt | Failure, facts: AttemptFacts): Settlement {
  if (!(result instanceof Failure)) return { state: 'sent', ...result };
  const why = whyOf(result);
  const isUnknown = result.code === 'provider.unknown_outcome';
  if (isUnknown && !facts.isRepeatable) return { state: 'unknown', ...why };
  const delayMs = retryDelayMs(isUnknown ? 'retry' : result.disposition, facts.attempt, facts.random);
  if (delayMs === undefined) return { state: isUnknown ? 'unknown' : 'failed', ...why };
  return { state: 'deferred', delayMs: Math.max(delayMs, askedMs(result)), ...why };
}

/** How long the server itself asks to be left alone (RFC 9110 §10.2.3). */
const askedMs = ({ details }: Failure): number => Number(details['retryAfterSeconds'] ?? 0) * 1_000;

const whyOf = (failure: Failure): Why => ({
  code: failure.code,
  ...wordsOf(failure),
  ...(typeof failure.details['replyCode'] === 'number' && { replyCode: failure.details['replyCode'] }),
  ...(typeof failure.details['enhancedCode'] === 'string' && { enhancedCode: failure.details['enhancedCode'] }),
});

function wordsOf(failure: Failure): Pick<Why, 'said'> {
  const said = saidOf(failure);
  return said === undefined ? {} : { said };
}

/** The same without what a server said: for a database that does not take it. */
export function withoutWords(settlement: Settlement): Settlement {
  if (settlement.state === 'sent') return { state: 'sent', replyCode: settlement.replyCode };
  const { state, code } = settlement;
  return state === 'deferred' ? { state, code, delayMs: settlement.delayMs } : { state, code };
}

/** PostgreSQL Appendix A: class 22 is a fault of what was to be written. The contract of an event may refuse it too. */
const OF_DATA = /^(?:22[0-9A-Z]{3}$|contract\.)/;

/** Whether a settlement was refused because of what is in it, and not because the database is away or busy. */
export const isOfItsWords = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && OF_DATA.test(String(error.code));
