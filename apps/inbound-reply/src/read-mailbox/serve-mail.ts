import type { MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import type { Fetched } from './fetch-again.js';
import { headerSection, MAX_HEADER_BYTES } from './header-section.js';
import { PassBy } from './pass-by.js';
import type { Reading } from './reading.js';
import type { MailPlace } from './unserved-mail.js';

/** Of a larger mail only the header section is fetched. */
export class MailLimit {
  constructor(readonly maxBytes: number) {}
}

/** Where a mail is fetched from. */
export interface Source {
  readonly mailbox: MailboxConnection;
  readonly place: MailPlace;
}

/** Has the server of a mailbox serve its mails, as far as it can and as much as is wanted. */
@Injectable()
export class ServeMail {
  constructor(
    private readonly limit: MailLimit,
    private readonly passBy: PassBy,
  ) {}

  /** Whether all of it is wanted. */
  isSmall({ sizeBytes }: Pick<MailSummary, 'sizeBytes'>): boolean {
    return sizeBytes <= this.limit.maxBytes;
  }

  /** All of it, or of a larger one the header section, and what it weighs; `undefined` when it is gone. */
  async whole(mail: Pick<MailSummary, 'sizeBytes'>, from: Source): Promise<Fetched | undefined> {
    const { maxBytes } = this.limit;
    const isSmall = this.isSmall(mail);
    // One more than the limit shows that a mail is larger than its server said.
    const fetched = await this.serve(from, isSmall ? maxBytes + 1 : MAX_HEADER_BYTES);
    if (!fetched) return undefined;
    const isWhole = isSmall && fetched.byteLength <= maxBytes;
    const weight = isWhole ? fetched.byteLength : Math.max(mail.sizeBytes, fetched.byteLength);
    const raw = isWhole ? fetched : headerSection(fetched.subarray(0, MAX_HEADER_BYTES));
    return { raw, isWhole, sizeBytes: weight };
  }

  async header(from: Source): Promise<Buffer | undefined> {
    const fetched = await this.serve(from, MAX_HEADER_BYTES);
    return fetched && headerSection(fetched);
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed({ document }: Pick<Reading, 'document'>): void {
    this.passBy.forget(document);
  }

  /** Each failure ends the connection. The mail that failed too often is passed by at the next visit. */
  private async serve({ mailbox, place }: Source, maxBytes: number): Promise<Buffer | undefined> {
    try {
      const fetched = await mailbox.fetch(place.id, maxBytes);
      this.passBy.forget(place.document);
      return fetched;
    } catch (error) {
      this.passBy.failed(mailbox, place, error);
      throw error;
    }
  }
}
