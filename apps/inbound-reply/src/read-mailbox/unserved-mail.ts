/**
 * A server may be restarted while it serves a mail, and once more when it comes back; three times the same one, each time
 * just after the mailbox was opened and listed, is the mail's doing.
 */
export const MAX_FAILURES = 3;

/** Which mail, read by which settings. */
export interface MailPlace {
  readonly document: string;
  readonly id: string;
}

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  /** By the settings that are followed: which mail failed last, and how often. */
  private readonly failures = new Map<string, { readonly id: string; readonly times: number }>();

  /** True when this mail failed too often in a row. */
  failed({ document, id }: MailPlace): boolean {
    const before = this.failures.get(document);
    const times = before?.id === id ? before.times + 1 : 1;
    this.failures.set(document, { id, times });
    return times >= MAX_FAILURES;
  }

  /** Something else in this mailbox worked, or failed. */
  forget(document: string): void {
    this.failures.delete(document);
  }
}
