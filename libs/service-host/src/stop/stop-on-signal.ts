import type { Log } from '../log/log.js';

interface Stoppable {
  readonly running: { stop(): Promise<void> };
  readonly log: Log;
  readonly timeoutMs: number;
}

/** SIGTERM and SIGINT stop the service once; further signals change nothing. Exit 0 when all was finished, 1 when not. */
export function stopOnSignal({ running, log, timeoutMs }: Stoppable): void {
  let isStopping = false;
  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) return log.info({ signal }, 'already stopping');
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => leave(log, timeoutMs), timeoutMs).unref();
    await running.stop();
    log.info('stopped');
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stop);
}

/** What was not finished is taken up again by another replica, from the database and the streams. */
function leave(log: Log, timeoutMs: number): void {
  log.error({ timeoutMs }, 'work was not finished in time');
  process.exit(1);
}
