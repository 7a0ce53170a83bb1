type Wake = () => void;

/** Whom to wake where there is something to do in a mailbox: its reader, while there is one. */
export class Wakes {
  /** By the key of the mailbox. */
  private readonly wakes = new Map<string, Wake>();

  /** A reader is given another wake before each visit. A successor may have come to the mailbox before it ends. */
  async during(mailbox: string, read: (onWaking: (wake: Wake) => void) => Promise<void>): Promise<void> {
    let own: Wake | undefined;
    try {
      await read((wake) => void this.wakes.set(mailbox, (own = wake)));
    } finally {
      if (this.wakes.get(mailbox) === own) this.wakes.delete(mailbox);
    }
  }

  wake(mailbox: string): void {
    this.wakes.get(mailbox)?.();
  }
}
