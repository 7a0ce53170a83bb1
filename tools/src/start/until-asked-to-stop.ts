/** Ctrl-C, a closed terminal or SIGTERM: the first one asks, and nothing is ended in the middle of what it does. */
export function untilAskedToStop(): { readonly signal: AbortSignal; readonly stop: Promise<void> } {
  const asked = new AbortController();
  const stop = new Promise<void>((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(name, () => {
        asked.abort();
        resolve();
      });
    }
  });
  return { signal: asked.signal, stop };
}
