export interface Slot {
  /** Aborted when the slot may be somebody else's soon: what it stands for must be ended at once. */
  readonly signal: AbortSignal;
  /** Calls back when somebody who has none waits for one: give it back when it is not in use. */
  onWanted(wanted: () => void): void;
  /** After what it stands for has ended. */
  release(): void;
}

/** Which slot it is, and which time somebody has it: nobody else has had one in between whose epoch is still the same. */
export interface SlotRow {
  readonly name: string;
  readonly number: number;
  readonly epoch: string;
}

/** A slot that this process has. */
export class HeldSlot implements Slot {
  private readonly lost = new AbortController();
  private readonly listeners: (() => void)[] = [];
  private isWanted = false;
  private isReleased = false;
  /** Until when others do not take it although they think that its holder is gone. */
  doubtedUntil = Infinity;

  constructor(
    readonly row: SlotRow,
    /** When the statement that made or kept it ours was begun, by a clock that never goes back. */
    public renewedAt: number,
    private readonly giveBack: (slot: HeldSlot) => void,
  ) {}

  get signal(): AbortSignal {
    return this.lost.signal;
  }

  onWanted(wanted: () => void): void {
    this.listeners.push(wanted);
    if (this.isWanted) wanted();
  }

  release(): void {
    if (this.isReleased) return;
    this.isReleased = true;
    this.giveBack(this);
  }

  renewed(at: number, isWanted: boolean): void {
    this.renewedAt = at;
    this.doubtedUntil = Infinity;
    if (!isWanted || this.isWanted) return;
    this.isWanted = true;
    for (const wanted of this.listeners) wanted();
  }

  lose(): void {
    this.lost.abort();
  }
}
