/**
 * A server may be restarted while it serves a mail, and once more when it comes back; three times the same one, each time
 * just after the mailbox was opened and listed, is the mail's doing.
 */
export const MAX_FAILURES = 3;

/** Which mail of which mailbox. */
export interface MailPlace {
  readonly mailbox: string;
  readonly id: string;
}

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  /** By mailbox: which mail failed last, and how often. */
  private readonly failures = new Map<string, { readonly id: string; readonly times: number }>();

  /** True when this mail failed too often in a row. */
  failed({ mailbox, id }: MailPlace): boolean {
    const before = this.failures.get(mailbox);
    const times = before?.id === id ? before.times + 1 : 1;
    this.failures.set(mailbox, { id, times });
    return times >= MAX_FAILURES;
  }

  /** Something else in this mailbox worked, or failed. */
  forget(mailbox: string): void {
    this.failures.delete(mailbox);
  }
}
