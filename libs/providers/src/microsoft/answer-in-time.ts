import { Failure } from '@replyline/errors';
import { within } from '../patience.js';
import { fetchOutside } from './egress.js';

/** What undici says when a connection was never made: nothing can have been taken. */
const NEVER_CONNECTED =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT|EPROTO|CERT|SELF_SIGNED|UNABLE_TO_/;

/** undici gives up connecting after ten seconds. */
const CONNECT_MS = 11_000;

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
export async function answerInTime(
  url: string,
  request: RequestInit,
  waiting: Waiting,
  fetch = fetchOutside,
): Promise<Response> {
  if (waiting.signal.aborted) throw new Failure('provider.unavailable');
  // A connection that is never made must be known as such, or a mail that never left would be called unknown.
  const timeoutMs = waiting.isFinal ? Math.max(waiting.timeoutMs, CONNECT_MS) : waiting.timeoutMs;
  const ends = within(waiting.signal, timeoutMs);
  try {
    return await fetch(url, { ...request, redirect: 'error', signal: ends });
  } catch (error) {
    throw new Failure(codeOf(error, ends.aborted && !waiting.signal.aborted, waiting), {}, { cause: hidden(error) });
  }
}

function codeOf(error: unknown, isLate: boolean, { isFinal }: Waiting) {
  if (NEVER_CONNECTED.test(reasonOf(error))) return 'provider.unavailable';
  if (isFinal) return 'provider.unknown_outcome';
  return isLate ? 'provider.timeout' : 'provider.unavailable';
}

/** A proxy that opens no way is no server that has heard anything. */
const NO_TUNNEL = /^Proxy response/;

interface Reason {
  readonly code?: unknown;
  readonly message?: string;
  readonly cause?: Reason;
}

function reasonOf(error: unknown): string {
  const { cause } = error as Reason;
  if (NO_TUNNEL.test(cause?.cause?.message ?? '')) return 'ECONNREFUSED by the proxy';
  return String(cause?.code ?? '');
}

/** The reason alone: an error of a request may carry the request. */
const hidden = (error: unknown): Error => new Error(reasonOf(error) || 'the connection broke');
