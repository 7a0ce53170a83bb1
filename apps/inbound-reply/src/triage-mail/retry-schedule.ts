import { Failure } from '@replyline/errors';

const MINUTE_MS = 60_000;

/** After this long an announcement of the mail that was answered is not to be expected any more. */
const GIVE_UP_MS = 24 * 60 * MINUTE_MS;

/** The announcement is usually a moment late; a broker that is down is back within the hour. */
const SHORTEST_MS = 2_000;
const LONGEST_MS = 30 * MINUTE_MS;

/** When a mail that waits is looked at again: after as long again as it has waited, within bounds; `undefined` is never. */
export function nextTryAt(storedAt: Date, now: Date): Date | undefined {
  const waitedMs = now.getTime() - storedAt.getTime();
  if (waitedMs >= GIVE_UP_MS) return undefined;
  return new Date(now.getTime() + Math.min(Math.max(waitedMs, SHORTEST_MS), LONGEST_MS));
}

/** After a defect: a redeploy may mend it, so it is never given up, but it must not keep others waiting. */
export const tryAfterDefect = (failedTries: number, now: Date): Date =>
  new Date(now.getTime() + Math.min(5_000 * 4 ** Math.min(failedTries, 10), 2 * LONGEST_MS));

/** What is away is looked for again within a minute, so that all that waited is decided soon after it is back. */
const LONGEST_AWAY_MS = MINUTE_MS;

/**
 * After somebody else's outage, which says when it may be asked again: no mail's fault, and nothing that a mail is put
 * off longer for.
 */
export function tryAfterOutage(storedAt: Date, now: Date, retryAfterMs: number): Date {
  const waitedMs = Math.min(Math.max(now.getTime() - storedAt.getTime(), SHORTEST_MS), LONGEST_AWAY_MS);
  return new Date(now.getTime() + Math.max(waitedMs, retryAfterMs));
}

/** A mail that could not be decided. */
interface Tried {
  readonly failedTries: number;
  readonly storedAt: Date;
}

/** Of an outage of somebody else. */
export function retryAfterSeconds(error: unknown): number | undefined {
  const seconds = error instanceof Failure ? error.details['retryAfterSeconds'] : undefined;
  return typeof seconds === 'number' ? seconds : undefined;
}

/** What nobody was asked about did not fail. */
export function nextTryOf(
  { failedTries, storedAt }: Tried,
  error: unknown,
  now: Date,
): { failedTries: number; at: Date } {
  const seconds = retryAfterSeconds(error);
  if (seconds !== undefined) return { failedTries, at: tryAfterOutage(storedAt, now, seconds * 1_000) };
  return { failedTries: failedTries + 1, at: tryAfterDefect(failedTries, now) };
}
