import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** Only where the time is what is promised: a slow machine is no fault. */
  readonly deadlineMs?: number;
  /** Else often at first, and twenty times a second in the end: who only looks takes the time of those who work. */
  readonly everyMs?: number;
  /** Completes the sentence "gave up waiting for …". */
  readonly what?: string;
}

const FIRST_MS = 10;
const LONGEST_MS = 50;

/**
 * Waits for a condition instead of for a time: resolves with the first truthy value that `condition` gives.
 * What it throws counts as "not yet", and is the cause of the error when the deadline has passed.
 */
export async function until<T>(condition: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { deadlineMs = 30_000, everyMs, what = 'a condition' } = options;
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  let pauseMs = everyMs ?? FIRST_MS;
  do {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(pauseMs);
    pauseMs = everyMs ?? Math.min(pauseMs * 1.5, LONGEST_MS);
  } while (performance.now() < deadline);
  throw new Error(`gave up waiting for ${what} after ${deadlineMs} ms`, { cause });
}
