/**
 * A server may be restarted while it serves a mail, and once more when it comes back; three times the same one, each time
 * just after the mailbox was opened and listed, may be the mail's doing.
 */
export const MAX_FAILURES = 3;

/** Which mail, read by which settings. */
export interface MailPlace {
  readonly document: string;
  readonly id: string;
}

interface Failures {
  readonly id: string;
  readonly times: number;
  readonly error: unknown;
}

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  /** By the settings that are followed: which mail failed last, and how often. */
  private readonly failures = new Map<string, Failures>();

  failed({ document, id }: MailPlace, error?: unknown): void {
    const before = this.failures.get(document);
    const times = before?.id === id ? before.times + 1 : 1;
    this.failures.set(document, { id, times, error });
  }

  /** The mail that failed too often in a row, and what happened last. */
  suspect(document: string): Pick<Failures, 'id' | 'error'> | undefined {
    const last = this.failures.get(document);
    return last && last.times >= MAX_FAILURES ? last : undefined;
  }

  /** Something else in this mailbox worked, or failed. */
  forget(document: string): void {
    this.failures.delete(document);
  }
}
