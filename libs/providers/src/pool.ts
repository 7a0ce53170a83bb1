/** Something that is expensive to open and can be used again. */
export interface Pooled {
  /** Whether the next user will find it working, as far as can be seen from here. */
  readonly isUsable: boolean;
  close(): void;
}

export interface PoolOptions<T extends Pooled> {
  open(signal: AbortSignal): Promise<T>;
  readonly max: number;
  /** How long one waits for its next user. */
  readonly idleMs: number;
  /** What to reject with when all are lent; absent: whoever comes then waits. */
  full?(): Error;
}

export interface Lent<T> {
  readonly item: T;
  /** Whether somebody used it before: then the other side may have closed it without our noticing. */
  readonly wasUsed: boolean;
}

/** At most `max` are open at a time; the one used last is used first, so that the others can go. */
export class Pool<T extends Pooled> {
  private readonly idle: { item: T; timer: NodeJS.Timeout }[] = [];
  private readonly waiting: (() => void)[] = [];
  private open = 0;
  private isClosed = false;
  private readonly emptied: (() => void)[] = [];

  constructor(private readonly options: PoolOptions<T>) {}

  /** With `fresh` nothing that was used before is lent. Rejects with whatever `open` rejects with. */
  async take(signal: AbortSignal, fresh = false): Promise<Lent<T>> {
    for (;;) {
      const used = fresh ? undefined : this.takeIdle();
      if (used) return { item: used, wasUsed: true };
      if (this.open >= this.options.max) this.dropIdle();
      if (this.open < this.options.max) break;
      if (this.options.full) throw this.options.full();
      await new Promise<void>((go) => this.waiting.push(go));
    }
    this.open += 1;
    try {
      return { item: await this.options.open(signal), wasUsed: false };
    } catch (error) {
      this.gone();
      throw error;
    }
  }

  /** Whoever took one gives it back, broken or not. */
  giveBack(item: T): void {
    if (!item.isUsable || this.isClosed) {
      item.close();
      this.gone();
      return;
    }
    const timer = setTimeout(() => this.drop(item), this.options.idleMs);
    timer.unref();
    this.idle.push({ item, timer });
    this.waiting.shift()?.();
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
    while (this.idle.length > 0) this.dropIdle();
    if (this.open > 0) await new Promise<void>((resolve) => this.emptied.push(resolve));
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
    this.waiting.shift()?.();
    if (this.open === 0) for (const resolve of this.emptied.splice(0)) resolve();
  }
}
