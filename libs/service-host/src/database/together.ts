interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

/** Of a longer line the rest comes next. */
const MOST = 200;

/**
 * Does in one go what is asked for at the same time: who asks while a go is under way is in the next one, so that nobody
 * waits for company. If a go of several fails, each is done alone, and only the one that is to blame fails.
 */
export class Together<T, R> {
  private readonly waiting: Waiting<T, R>[] = [];
  private isGoing = false;

  /** `work` answers in the order of its items. */
  constructor(private readonly work: (items: readonly T[]) => Promise<readonly R[]>) {}

  do(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isGoing) void this.goOn();
    });
  }

  /** Not before the next turn: those who ask in one are many where one answer set them all going. */
  private async goOn(): Promise<void> {
    this.isGoing = true;
    await Promise.resolve();
    while (this.waiting.length > 0) await this.go(this.waiting.splice(0, MOST));
    this.isGoing = false;
  }

  private async go(them: readonly Waiting<T, R>[]): Promise<void> {
    try {
      const results = await this.work(them.map(({ item }) => item));
      for (const [index, { resolve }] of them.entries()) resolve(results[index]!);
    } catch (error) {
      if (them.length === 1) return them[0]!.reject(error);
      for (const one of them) await this.go([one]);
    }
  }
}
