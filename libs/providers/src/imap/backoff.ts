import { Failure } from '@replyline/errors';

interface Pace {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** A mail server that comes back is noticed within this long, and one that is down is not hammered. */
const USUAL: Pace = { firstMs: 500, longestMs: 60_000 };
/** Directories lock an account after five to ten passwords that are wrong within some minutes, for all that use it. */
const REFUSED: Pace = { firstMs: 30_000, longestMs: 600_000 };

interface InARow {
  /** 1 or more. */
  readonly failures: number;
  /** How many of the last ones were refused logins. */
  readonly refusals: number;
}

/**
 * How long to wait before the next attempt: doubling, and spread over the upper half by `random` in [0, 1), so that
 * readers of one server do not come back in step.
 */
export function backoffMs({ failures, refusals }: InARow, random: number): number {
  const [times, { firstMs, longestMs }] = refusals > 0 ? [refusals, REFUSED] : [failures, USUAL];
  const whole = Math.min(longestMs, firstMs * 2 ** Math.min(times - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * random);
}

export const isRefusedLogin = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'mailbox.credentials_rejected';
