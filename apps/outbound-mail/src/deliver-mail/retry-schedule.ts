import type { Disposition } from '@replyline/errors';

const MINUTE_MS = 60_000;

/** After so many failures in a row the mail is given up; together a good day, as long as people forgive a mail server. */
const RETRY_MINUTES = [1, 2, 5, 15, 60, 240, 240, 480, 480] as const;

/** A person has to correct something first. The mail is kept until it expires, and goes at once when the profile changes. */
const PARK_MINUTES = [5, 15, 60, 240] as const;

/** Spreads what failed together, so that it does not come back together: up to a fifth sooner or later. */
const JITTER = 0.4;

/**
 * How long to wait after the `attempt`-th failure, `undefined` to give up. `random` is from 0 to 1.
 */
export function retryDelayMs(disposition: Disposition, attempt: number, random: number): number | undefined {
  const minutes = minutesAfter(disposition, attempt);
  return minutes && Math.round(minutes * MINUTE_MS * (1 - JITTER / 2 + JITTER * random));
}

function minutesAfter(disposition: Disposition, attempt: number): number | undefined {
  if (disposition === 'discard') return undefined;
  if (disposition === 'park') return PARK_MINUTES[attempt - 1] ?? PARK_MINUTES.at(-1);
  return RETRY_MINUTES[attempt - 1];
}
