import { setTimeout as pause } from 'node:timers/promises';
import { backoffMs, isRefusedLogin } from './backoff.js';
import type { MailboxConnection } from './mailbox-connection.js';

interface Supervision {
  /** Opens the mailbox; rejects with a `mailbox.*` Failure. */
  readonly connect: () => Promise<MailboxConnection>;
  /** Reads what is new. Called after connecting, at each announcement, and at least every `pollMs`. */
  readonly visit: (mailbox: MailboxConnection, signal: AbortSignal) => Promise<void>;
  /** Called each time a mailbox could be opened and visited. */
  readonly onHealthy: () => Promise<void>;
  /** Called with whatever went wrong, each time; the next attempt follows after a growing pause. */
  readonly onTrouble: (error: unknown, failuresInARow: number) => Promise<void>;
  /** Is given, before each visit, what has the next one follow at once: there is something to do in the mailbox. */
  readonly onWaking?: (wake: () => void) => void;
  /** The safety net behind IDLE. */
  readonly pollMs: number;
  /** In [0, 1). */
  readonly random: () => number;
}

/**
 * Keeps one mailbox open and read until `signal` ends it: a lost connection leads to a new one, never to an end.
 * A visit that has begun is finished, so that no mail is left half-handled.
 */
export async function superviseMailbox(supervision: Supervision, signal: AbortSignal): Promise<void> {
  let [failures, refusals] = [0, 0];
  while (!signal.aborted) {
    await stayConnected(supervision, signal, () => ([failures, refusals] = [0, 0])).catch(async (error: unknown) => {
      if (signal.aborted) return;
      failures += 1;
      refusals = isRefusedLogin(error) ? refusals + 1 : 0;
      await supervision.onTrouble(error, failures);
      await pause(backoffMs({ failures, refusals }, supervision.random()), undefined, { signal }).catch(
        () => undefined,
      );
    });
  }
}

async function stayConnected(supervision: Supervision, signal: AbortSignal, succeeded: () => void): Promise<void> {
  const mailbox = await supervision.connect();
  try {
    while (!signal.aborted) {
      const woken = new AbortController();
      supervision.onWaking?.(() => woken.abort());
      await supervision.visit(mailbox, signal);
      succeeded();
      await supervision.onHealthy();
      await mailbox.wait(supervision.pollMs, AbortSignal.any([signal, woken.signal]));
    }
  } finally {
    await mailbox.close();
  }
}
