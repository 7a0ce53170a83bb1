/**
 * A server may be restarted while it serves a mail, and once more when it comes back; three times the same one, each time
 * just after the mailbox was opened and listed, is the mail's doing.
 */
export const MAX_FAILURES = 3;

/** Which mail of which mailbox. */
interface MailPlace {
  readonly mailbox: string;
  readonly id: string;
}

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  private place = '';
  private failures = 0;

  /** True when this mail failed too often in a row. */
  failed({ mailbox, id }: MailPlace): boolean {
    const place = JSON.stringify([mailbox, id]);
    this.failures = place === this.place ? this.failures + 1 : 1;
    this.place = place;
    return this.failures >= MAX_FAILURES;
  }

  /** Something else worked, or failed. */
  forget(): void {
    this.failures = 0;
  }
}
