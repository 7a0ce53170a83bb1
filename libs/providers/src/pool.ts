import { inUse } from './admission.js';

/** Something that is expensive to open and can be used again. */
export interface Pooled {
  /** Whether the next user will find it working, as far as can be seen from here. */
  readonly isUsable: boolean;
  close(): void;
}

/**
 * There may be no more, which `open` may say too. Some wait for each that is lent, and whoever comes then is refused: he
 * may find a place somewhere else.
 */
export interface Full {
  /** For each that is lent. */
  readonly mostWaiting: number;
  error(): Error;
  is(error: unknown): boolean;
}

interface PoolOptions<T extends Pooled> {
  open(signal: AbortSignal): Promise<T>;
  readonly max: number;
  /** How long one waits for its next user. */
  readonly idleMs: number;
  /** Absent: whoever comes when all are lent waits. */
  readonly full?: Full;
}

interface Lent<T> {
  readonly item: T;
  /** Whether somebody used it before: then the other side may have closed it without our noticing. */
  readonly wasUsed: boolean;
}

interface Waiter<T> {
  readonly fresh: boolean;
  /** With nothing: he looks again for himself. */
  go(item?: T): void;
  refuse(): void;
}

/** At most `max` are open at a time; the one used last is used first, so that the others can go. */
export class Pool<T extends Pooled> {
  private readonly idle: { item: T; timer: NodeJS.Timeout }[] = [];
  private readonly waiting: Waiter<T>[] = [];
  /** Lent, idle and being opened. */
  private open = 0;
  private opening = 0;
  private isClosed = false;
  private readonly emptied: (() => void)[] = [];

  constructor(private readonly options: PoolOptions<T>) {}

  /**
   * With `fresh` nothing that was used before is lent. Rejects with whatever `open` rejects with, and as full when there
   * may be no more, the signal aborts or the pool is closed before one is free: nothing was begun then.
   */
  async take(signal: AbortSignal, fresh = false): Promise<Lent<T>> {
    for (;;) {
      const used = fresh ? undefined : this.takeIdle();
      if (used) return { item: used, wasUsed: true };
      if (this.open >= this.options.max) this.dropIdle();
      const mayOpen = !this.isClosed && this.open < this.options.max;
      const opened = mayOpen ? await this.opened(signal) : undefined;
      if (opened) return { item: opened, wasUsed: false };
      if (this.idle.length > 0 && !fresh) continue;
      // What is just being opened may be refused too: whoever was refused does not wait for that.
      if (this.isClosed || !this.mayWait(mayOpen ? this.lent : this.lent + this.opening)) throw this.full();
      const item = await this.wait(signal, fresh);
      if (item) return { item, wasUsed: true };
    }
  }

  /** Whoever took one gives it back, broken or not. */
  giveBack(item: T): void {
    const next = this.waiting[0];
    if (!item.isUsable || this.isClosed || next?.fresh) {
      item.close();
      this.gone();
      return;
    }
    if (next) return next.go(item);
    const timer = setTimeout(() => this.drop(item), this.options.idleMs);
    timer.unref();
    this.idle.push({ item, timer });
  }

  /** Closes what waits for its next user and is not usable any more. */
  tidy(): void {
    for (const { item, timer } of this.idle.filter(({ item }) => !item.isUsable)) {
      clearTimeout(timer);
      this.drop(item);
    }
  }

  /** Resolves when everything that was lent came back and is closed. */
  async close(): Promise<void> {
    this.isClosed = true;
    while (this.waiting.length > 0) this.waiting[0]!.refuse();
    while (this.idle.length > 0) this.dropIdle();
    if (this.open > 0) await new Promise<void>((resolve) => this.emptied.push(resolve));
  }

  private get lent(): number {
    return this.open - this.idle.length - this.opening;
  }

  private full(): Error {
    return this.options.full?.error() ?? inUse();
  }

  /** Whoever comes first is served first. */
  private wait(signal: AbortSignal, fresh: boolean): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.waiting.splice(this.waiting.indexOf(waiter), 1);
        signal.removeEventListener('abort', waiter.refuse);
      };
      const waiter: Waiter<T> = {
        fresh,
        go: (item) => (leave(), resolve(item)),
        refuse: () => (leave(), reject(this.full())),
      };
      this.waiting.push(waiter);
      signal.addEventListener('abort', waiter.refuse, { once: true });
      if (signal.aborted) waiter.refuse();
    });
  }

  /** For so many that are lent, beside so many who wait. */
  private mayWait(lent: number, others = this.waiting.length): boolean {
    const { full } = this.options;
    return !full || others < lent * full.mostWaiting;
  }

  /** `undefined` when there may be no more. */
  private async opened(signal: AbortSignal): Promise<T | undefined> {
    this.open += 1;
    this.opening += 1;
    try {
      return await this.options.open(signal);
    } catch (error) {
      const isFull = this.options.full?.is(error) ?? false;
      if (!isFull) {
        this.gone();
        throw error;
      }
      this.open -= 1;
      // Whoever waits for nothing that is lent any more finds out for himself.
      while (this.waiting.length > 0 && !this.mayWait(this.lent + this.opening, this.waiting.length - 1))
        this.waiting[0]!.go();
      return undefined;
    } finally {
      this.opening -= 1;
    }
  }

  private takeIdle(): T | undefined {
    for (let lent = this.idle.pop(); lent; lent = this.idle.pop()) {
      clearTimeout(lent.timer);
      if (lent.item.isUsable) return lent.item;
      lent.item.close();
      this.gone();
    }
    return undefined;
  }

  private drop(item: T): void {
    const at = this.idle.findIndex((entry) => entry.item === item);
    if (at >= 0) this.idle.splice(at, 1);
    item.close();
    this.gone();
  }

  private dropIdle(): void {
    const oldest = this.idle[0];
    if (!oldest) return;
    clearTimeout(oldest.timer);
    this.drop(oldest.item);
  }

  private gone(): void {
    this.open -= 1;
    this.waiting[0]?.go();
    if (this.open === 0) for (const resolve of this.emptied.splice(0)) resolve();
  }
}
