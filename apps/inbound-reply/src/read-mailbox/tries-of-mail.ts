const MINUTE_MS = 60_000;
/**
 * How long after each try a mail that its server did not give is asked for again. A part of a store that is being mended is
 * back within the hour; what is not given after the last of these tries is given up.
 */
const PAUSES_MS = [1, 5, 15, 60].map((minutes) => minutes * MINUTE_MS);

/** One try to fetch a mail that failed. */
interface FailedTry {
  /** Before this one, as far as they counted. */
  readonly failedTries: number;
  /** Whether the server gave another mail at that time, or knew this one: else it is the server that failed, and no mail. */
  readonly isWitnessed: boolean;
}

type NextTry = { readonly failedTries: number; readonly afterMs: number } | 'give-up';

/** What becomes of a mail after a try that failed. A server that gives nothing at all never leads to a mail being given up. */
export function nextTry({ failedTries, isWitnessed }: FailedTry): NextTry {
  const counted = failedTries + (isWitnessed ? 1 : 0);
  const afterMs = PAUSES_MS[Math.max(counted, 1) - 1];
  return afterMs === undefined ? 'give-up' : { failedTries: counted, afterMs };
}
