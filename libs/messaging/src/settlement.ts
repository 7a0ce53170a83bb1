import { codeOf, Failure } from '@replyline/errors';
import { isDatabaseOutage } from './database-outage.js';

/** How one delivery ends, in JetStream's words, plus `park`: put aside as a dead letter, then term. */
export type Settlement =
  | { readonly kind: 'ack' }
  | { readonly kind: 'nak'; readonly delayMs: number }
  | { readonly kind: 'term'; readonly code: string }
  | { readonly kind: 'park'; readonly code: string };

/** Short, because a delayed event keeps its place in `max_ack_pending`; what takes longer belongs in a table. */
const BACKOFF_MS = [100, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** When even putting aside fails, for instance because the database is down. */
export const PARK_AGAIN_MS = 30_000;

/** About a day: no event is to blame for an outage, and whoever puts a disk right has more to do than to redrive thousands. */
const MOST_IN_AN_OUTAGE = 2_880;

/** A defect is retried like an outage, because a redeploy may fix it, and parked after eight deliveries. */
export function settle(error: unknown, deliveryCount: number): Settlement {
  const disposition = error instanceof Failure ? error.disposition : 'retry';
  const code = codeOf(error);
  if (disposition === 'discard') return { kind: 'term', code };
  const delayMs = BACKOFF_MS[deliveryCount - 1] ?? (isOutage(error) ? inAnOutage(deliveryCount) : undefined);
  return disposition === 'park' || delayMs === undefined ? { kind: 'park', code } : { kind: 'nak', delayMs };
}

const inAnOutage = (deliveryCount: number) => (deliveryCount < MOST_IN_AN_OUTAGE ? BACKOFF_MS.at(-1) : undefined);

const isOutage = (error: unknown): boolean =>
  error instanceof Failure ? error.code === 'service.unavailable' : isDatabaseOutage(error);
