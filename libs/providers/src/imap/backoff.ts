const FIRST_MS = 500;
/** A mail server that comes back is noticed within this long, and one that is down is not hammered. */
const LONGEST_MS = 60_000;

/**
 * How long to wait before the next attempt, after `failures` in a row (1 or more): doubling, and spread over the upper
 * half by `random` in [0, 1), so that readers of one server do not come back in step.
 */
export function backoffMs(failures: number, random: number): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return Math.round(whole / 2 + (whole / 2) * random);
}
