import { Logger } from '@nestjs/common';
import { Failure } from '@replyline/errors';

interface Awaiting {
  /** What the log and the failure call it. */
  readonly part: string;
  readonly attempt: () => Promise<unknown>;
  readonly deadlineMs: number;
}

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 2_000;

/**
 * Tries until it works. When the deadline passes it throws the last failure, or `service.unavailable` because of another
 * error. A login that is refused is waited for too: passwords are rolled out in some order.
 */
export async function untilAnswers({ part, attempt, deadlineMs }: Awaiting): Promise<void> {
  const log = new Logger('Start');
  const giveUpAt = performance.now() + deadlineMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await attempt();
      return;
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure('service.unavailable', { part }, { cause: error });
      if (performance.now() + pauseMs > giveUpAt) throw failure;
      log.warn({ part, pauseMs, err: failure }, `waiting for ${part}`);
    }
    await new Promise((resume) => setTimeout(resume, pauseMs));
  }
}
