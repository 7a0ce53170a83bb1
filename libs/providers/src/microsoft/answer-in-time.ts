import { Failure } from '@replyline/errors';

/** What undici says when a connection was never made: nothing can have been taken. */
const NEVER_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|CERT|SELF_SIGNED/;

export interface Waiting {
  readonly signal: AbortSignal;
  readonly timeoutMs: number;
  /** Whether the question is one that has been obeyed when only its answer is lost. */
  readonly isFinal: boolean;
}

/**
 * Asks, within the time. Throws `provider.unavailable`, `provider.timeout`, and `provider.unknown_outcome` for a final
 * question that may have arrived.
 */
export async function answerInTime(url: string, request: RequestInit, waiting: Waiting): Promise<Response> {
  const patience = AbortSignal.timeout(waiting.timeoutMs);
  try {
    return await fetch(url, { ...request, redirect: 'error', signal: AbortSignal.any([waiting.signal, patience]) });
  } catch (error) {
    throw new Failure(codeOf(error, patience.aborted, waiting), {}, { cause: hidden(error) });
  }
}

function codeOf(error: unknown, isLate: boolean, { isFinal }: Waiting) {
  if (NEVER_CONNECTED.test(reasonOf(error))) return 'provider.unavailable';
  if (isFinal) return 'provider.unknown_outcome';
  return isLate ? 'provider.timeout' : 'provider.unavailable';
}

const reasonOf = (error: unknown): string => String((error as { cause?: { code?: unknown } }).cause?.code ?? '');

/** The reason alone: an error of a request may carry the request. */
const hidden = (error: unknown): Error => new Error(reasonOf(error) || 'the connection broke');
