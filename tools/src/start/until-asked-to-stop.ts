export interface Asked {
  readonly signal: AbortSignal;
  readonly stop: Promise<void>;
}

/** A terminal and npm both pass one Ctrl-C on, so that it arrives twice. A person needs longer for the second one. */
const SAME_MS = 1_000;
const PARENT_MS = 250;
const STOPPED = 130;

/**
 * Ctrl-C, a closed terminal, SIGTERM, or the end of the npm that has started us: the first one asks, and nothing is ended
 * in the middle of what it does. Who asks again does not want to wait: the process ends at once, and the guardians of
 * its servers end those.
 */
export function untilAskedToStop(): Asked {
  const asked = new AbortController();
  let first: number | undefined;
  const stop = new Promise<void>((resolve) => {
    const ask = () => {
      first ??= performance.now();
      asked.abort();
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        if (first !== undefined && performance.now() - first > SAME_MS) process.exit(STOPPED);
        ask();
      });
    }
    if (process.env['npm_lifecycle_event']) whenOrphaned(ask);
  });
  return { signal: asked.signal, stop };
}

/** A killed npm tells nobody; its children get another parent. */
function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    then();
  }, PARENT_MS).unref();
}
