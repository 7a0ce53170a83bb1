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

export interface Suspicion {
  readonly id: string;
  /** In a row. */
  readonly times: number;
  /** What happened last. */
  readonly error: unknown;
  /** Whether the server gave another mail before the last try; absent before it was asked. */
  readonly isWitnessed?: boolean;
}

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  /** By the settings that are followed: which mail failed last, and how often. */
  private readonly suspicions = new Map<string, Suspicion>();

  failed({ document, id }: MailPlace, error?: unknown): void {
    const before = this.suspicions.get(document);
    const inARow = before?.id === id ? before : { times: 0 };
    this.suspicions.set(document, { ...inARow, id, times: inARow.times + 1, error });
  }

  /** The mail that may fail once more before it is passed by, or that has. */
  suspect(document: string): Suspicion | undefined {
    const last = this.suspicions.get(document);
    return last && last.times >= MAX_FAILURES - 1 ? last : undefined;
  }

  /** What the server does just before the last try: with it, one more failure is the mail's doing. */
  witnessed(document: string, suspicion: Suspicion, isWitnessed: boolean): void {
    this.suspicions.set(document, { ...suspicion, isWitnessed });
  }

  /** Something else in this mailbox worked, or failed. */
  forget(document: string): void {
    this.suspicions.delete(document);
  }
}
