const stay = (): void => undefined;

/**
 * Aborts after `timeoutMs`, whoever refers to it. Node 20 collects a timeout that nobody but `AbortSignal.any` refers to, and
 * it never fires then; one that is listened to stays (nodejs/node#57736).
 */
export function patience(timeoutMs: number): AbortSignal {
  const signal = AbortSignal.timeout(timeoutMs);
  signal.addEventListener('abort', stay, { once: true });
  return signal;
}

/** Aborts with `signal`, and after `timeoutMs`. */
export const within = (signal: AbortSignal, timeoutMs: number): AbortSignal =>
  AbortSignal.any([signal, patience(timeoutMs)]);

/** For work that cannot be called off: what comes of it later is not waited for. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(new Error('too late'));
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
