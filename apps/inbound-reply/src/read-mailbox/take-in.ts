import type { Listing, MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { MessageReader } from '../read-message/message-reader.js';
import { NoteReading } from '../show-mailboxes/note-reading.js';
import { DueMail } from '../triage-mail/due-mail.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { FetchAgain, type Requested } from './fetch-again.js';
import { FindNew } from './find-new.js';
import { MailboxCursor } from './mailbox-cursor.js';
import { MarkSeen } from './mark-seen.js';
import { PassBy } from './pass-by.js';
import type { Reading } from './reading.js';
import { ServeMail, type Source } from './serve-mail.js';
import { SkipMail } from './skip-mail.js';
import { StoreMail } from './store-mail.js';

/** `\Seen` is set after so many mails, and at the end: in between, people with the mailbox open see how far it is. */
const CHUNK = 100;

/** Brings what is new in a mailbox into the database, in order, and has it decided. */
@Injectable()
export class TakeIn {
  constructor(
    private readonly due: DueMail,
    private readonly triage: TriageLoop,
    private readonly findNew: FindNew,
    private readonly cursor: MailboxCursor,
    private readonly server: ServeMail,
    private readonly store: StoreMail,
    private readonly skipMail: SkipMail,
    private readonly seen: MarkSeen,
    private readonly again: FetchAgain,
    private readonly reader: MessageReader,
    private readonly passBy: PassBy,
    private readonly note: NoteReading,
  ) {}

  /**
   * Stops after the mail in hand when `signal` says so. Throws what a mailbox throws, and `lease.lost` when another one
   * reads.
   */
  async visit(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const id of await this.due.leftBehind(reading.mailbox)) await this.triage.decide(id);
    const before = await this.cursor.of(reading);
    let from = before;
    for (let hasMore = true; hasMore && !signal.aborted;) {
      const listing = await this.listed(mailbox, reading, from);
      const { mails: listed, hasMore: isPart = false } = listing;
      await this.takeListed({ mailbox, listed, isPart, before }, reading, signal);
      if (!signal.aborted && listing.cursor !== from) await this.cursor.moveOn(listing.cursor, reading);
      [from, hasMore] = [listing.cursor, isPart];
    }
  }

  private async takeListed(from: Listed, reading: Reading, signal: AbortSignal): Promise<void> {
    const { mailbox, listed, before } = from;
    const found = await this.findNew.among(listed, before, reading);
    // What lies under another UID since the mailbox was built anew is known by it once everything was listed.
    if (!from.isPart) await this.takeAgain(from, reading, signal);
    const mails = await this.passBy.among(found, mailbox, reading);
    await this.note.found(reading, mails.length);
    if (mails.length > 0) this.reader.prepare();
    mailbox.prefetch?.(mails.filter((mail) => !mail.isSeen && this.server.isSmall(mail)));
    try {
      for (let first = 0; first < mails.length && !signal.aborted; first += CHUNK) {
        await this.takeAll(mails.slice(first, first + CHUNK), mailbox, reading, signal);
        await this.seen.processed(mailbox, reading);
      }
    } finally {
      await this.store.decided(reading);
    }
    if (mails.length > 0) await this.seen.processed(mailbox, reading);
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed(reading: Reading): void {
    this.server.connectionFailed(reading);
  }

  private async listed(mailbox: MailboxConnection, reading: Reading, cursor: string | undefined): Promise<Listing> {
    try {
      await this.seen.processed(mailbox, reading);
      return await mailbox.listAfter(cursor);
    } catch (error) {
      this.connectionFailed(reading);
      throw error;
    }
  }

  /** What was fetched before a failure is kept all the same. */
  private async takeAll(
    mails: readonly MailSummary[],
    mailbox: MailboxConnection,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for (const mail of mails) if (!signal.aborted) await this.take(mail, mailbox, reading);
    } finally {
      await this.store.storeAll(reading);
    }
  }

  /** A mail that is gone by the time it is fetched is nobody's mail any more. */
  private async take(mail: MailSummary, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const arrived = { ...mail, ...reading };
    const from = { mailbox, place: arrived };
    if (mail.isSeen) return this.skip(arrived, from);
    const fetched = await this.server.whole(mail, from);
    if (fetched) await this.store.keep({ ...arrived, ...fetched });
  }

  private async skip(mail: MailSummary & Reading, from: Source): Promise<void> {
    const header = await this.server.header(from);
    if (header) await this.skipMail.skip({ ...mail, header });
  }

  /** What an operator wants to be decided after all, and what was passed by. */
  private async takeAgain(from: Listed, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const requested of await this.again.list(reading)) {
      if (signal.aborted) return;
      await this.takeOneAgain(requested, from, reading);
    }
  }

  /** What is not given while another mail was is that mail's doing, and the visit goes on as far as the connection does. */
  private async takeOneAgain(requested: Requested, { mailbox, listed }: Listed, reading: Reading): Promise<void> {
    const { mailId: id, sizeBytes } = requested;
    const isWitnessed = await this.passBy.givesAnother(id, listed, mailbox, reading);
    const fetching = this.server.whole({ sizeBytes }, { mailbox, place: { ...reading, id } });
    const tried = await fetching.then(
      (fetched) => ({ fetched }),
      (error: unknown) => ({ error }),
    );
    if ('error' in tried) {
      if (mailbox.mayBeOfMail(tried.error)) await this.again.failed(requested, reading, tried.error, isWitnessed);
      if (!isWitnessed || !mailbox.mayBeOfMail(tried.error)) throw tried.error;
      return;
    }
    if (!tried.fetched) return this.again.gone(requested, reading);
    await this.again.fetched(requested, reading, tried.fetched);
    await this.triage.decide(requested.id);
  }
}

/** A mailbox, and what it has listed, or the next piece of it. */
interface Listed {
  readonly mailbox: MailboxConnection;
  readonly listed: readonly MailSummary[];
  /** There is more, which has not been listed. */
  readonly isPart: boolean;
  /** How far it was read before this visit. */
  readonly before: string | undefined;
}
