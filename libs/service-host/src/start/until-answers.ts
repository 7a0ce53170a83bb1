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

/** Tries until it works. Throws `service.unavailable` with the last error as its cause when the deadline passes. */
export async function untilAnswers({ part, attempt, deadlineMs }: Awaiting): Promise<void> {
  const log = new Logger('Start');
  const giveUpAt = performance.now() + deadlineMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (performance.now() + pauseMs > giveUpAt) throw new Failure('service.unavailable', { part }, { cause: error });
      log.warn({ part, pauseMs, err: error }, `waiting for ${part}`);
    }
    await new Promise((resume) => setTimeout(resume, pauseMs));
  }
}
