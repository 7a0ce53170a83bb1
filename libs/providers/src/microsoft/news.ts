import { setTimeout as pause } from 'node:timers/promises';

/** Somebody says that there may be something new, and somebody waits for it. */
export class News {
  private isThere = false;
  private wake: () => void = () => undefined;

  announce(): void {
    this.isThere = true;
    this.wake();
  }

  /** Ends with an announcement, also one since the last wait; after `maxMs`; and with `signal`. */
  async wait(maxMs: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    this.wake = () => over.abort();
    if (!this.isThere)
      await pause(maxMs, undefined, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => undefined);
    this.isThere = false;
  }
}
