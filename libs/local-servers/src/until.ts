import { setTimeout as pause } from 'node:timers/promises';

export interface UntilOptions {
  /** Only where the time is what is promised: a slow machine is no fault. */
  readonly deadlineMs?: number;
  readonly everyMs?: number;
  /** Completes the sentence "gave up waiting for …". */
  readonly what?: string;
}

/**
 * Waits for a condition instead of for a time: resolves with the first truthy value that `condition` gives.
 * What it throws counts as "not yet", and is the cause of the error when the deadline has passed.
 */
export async function until<T>(condition: () => T | Promise<T>, options: UntilOptions = {}): Promise<NonNullable<T>> {
  const { deadlineMs = 30_000, everyMs = 10, what = 'a condition' } = options;
  const deadline = performance.now() + deadlineMs;
  let cause: unknown;
  do {
    try {
      const value = await condition();
      if (value) return value;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await pause(everyMs);
  } while (performance.now() < deadline);
  throw new Error(`gave up waiting for ${what} after ${deadlineMs} ms`, { cause });
}
