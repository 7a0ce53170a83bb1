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
