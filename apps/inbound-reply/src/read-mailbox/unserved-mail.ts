import type { MailPlace } from './find-new.js';

/**
 * A server may be restarted while it serves a mail, and once more when it comes back; three times the same one, each time
 * just after the mailbox was opened and listed, is the mail's doing.
 */
export const MAX_FAILURES = 3;

/** Tells a mail that its server cannot serve from a connection that breaks: it counts failures of one mail, in a row. */
export class UnservedMail {
  /** By mailbox: which mail failed last, and how often. */
  private readonly failures = new Map<string, { readonly place: string; readonly times: number }>();

  /** True when this mail failed too often in a row. */
  failed({ mailbox, uidValidity, uid }: MailPlace): boolean {
    const place = `${uidValidity}/${uid}`;
    const before = this.failures.get(mailbox);
    const times = before?.place === place ? before.times + 1 : 1;
    this.failures.set(mailbox, { place, times });
    return times >= MAX_FAILURES;
  }

  /** Something else in this mailbox worked, or failed. */
  forget(mailbox: string): void {
    this.failures.delete(mailbox);
  }
}
