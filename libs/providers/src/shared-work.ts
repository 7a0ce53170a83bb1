import { unlessAborted } from './patience.js';

/**
 * Work whose result is good for everybody who wants it at the same time. Whoever gives up does so alone: the work has a
 * patience of its own, and goes on for the others.
 */
export class SharedWork<T> {
  private underWay: Promise<T> | undefined;

  /** `begin` is not called where it is under way. Rejects as the work does, or when `signal` aborts. */
  async join(begin: () => Promise<T>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    this.underWay ??= begin().finally(() => (this.underWay = undefined));
    return unlessAborted(this.underWay, signal);
  }

  get isUnderWay(): boolean {
    return this.underWay !== undefined;
  }
}
