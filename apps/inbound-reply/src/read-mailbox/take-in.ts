import { createHash } from 'node:crypto';
import { Leases } from '@replyline/leases';
import type { Listing, MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { DueMail } from '../triage-mail/due-mail.js';
import { NoteReading } from '../show-mailboxes/note-reading.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { FetchAgain, type Fetched, type Requested } from './fetch-again.js';
import { FindNew } from './find-new.js';
import { headerSection, MAX_HEADER_BYTES } from './header-section.js';
import { PassBy } from './pass-by.js';
import type { Reading } from './reading.js';
import { SkipMail } from './skip-mail.js';
import type { MailPlace } from './unserved-mail.js';

/** Of a larger mail only the header section is fetched. */
export class MailLimit {
  constructor(readonly maxBytes: number) {}
}

/** `\Seen` is set after so many mails, and at the end: in between, people with the mailbox open see how far it is. */
const CHUNK = 50;
/** What is fetched and not stored yet. */
const MAX_UNSTORED_BYTES = 8 * 1024 * 1024;
/** The reader decides at once what it stores. Should it be ended by force meanwhile, somebody else does, this much later. */
const LEFT_BEHIND_MS = 30_000;

/** Brings what is new in a mailbox into the database, in order, and has it decided. */
@Injectable()
export class TakeIn {
  /** By the settings that are followed, as their leases are: what is stored in the next transaction. */
  private readonly unstored = new Map<string, Arrived[]>();
  /** By the same: what was stored last and is being decided. */
  private readonly deciding = new Map<string, Promise<void>>();

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly due: DueMail,
    private readonly triage: TriageLoop,
    private readonly findNew: FindNew,
    private readonly skipMail: SkipMail,
    private readonly again: FetchAgain,
    private readonly passBy: PassBy,
    private readonly note: NoteReading,
    private readonly clock: Clock,
    private readonly limit: MailLimit,
  ) {}

  /** Stops after the mail in hand when `signal` says so. Throws what a mailbox throws, and `lease.lost` when another one reads. */
  async visit(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const id of await this.due.leftBehind(reading.mailbox)) await this.triage.decide(id);
    const before = await this.cursor(reading);
    const { mails: listed, cursor } = await this.listed(mailbox, reading, before);
    await this.takeAgain({ mailbox, listed }, reading, signal);
    const found = await this.findNew.among(listed, before, reading);
    const mails = await this.passBy.among(found, mailbox, reading);
    await this.note.found(reading, mails.length);
    mailbox.prefetch?.(mails.filter((mail) => !mail.isSeen && mail.sizeBytes <= this.limit.maxBytes));
    try {
      for (let first = 0; first < mails.length && !signal.aborted; first += CHUNK) {
        await this.takeAll(mails.slice(first, first + CHUNK), mailbox, reading, signal);
        await this.markSeen(mailbox, reading);
      }
    } finally {
      await this.decided(reading);
    }
    if (mails.length > 0) await this.markSeen(mailbox, reading);
    if (!signal.aborted && cursor !== before) await this.moveOn(cursor, reading);
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
      await this.storeAll(reading);
    }
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed({ document }: Reading): void {
    this.passBy.forget(document);
  }

  private async listed(mailbox: MailboxConnection, reading: Reading, cursor: string | undefined): Promise<Listing> {
    try {
      await this.markSeen(mailbox, reading);
      return await mailbox.listAfter(cursor);
    } catch (error) {
      this.connectionFailed(reading);
      throw error;
    }
  }

  private async cursor({ mailbox }: Reading): Promise<string | undefined> {
    const rows: { cursor: string | null }[] = await this.db.query(`SELECT cursor FROM mailbox WHERE mailbox = $1`, [
      mailbox,
    ]);
    return rows[0]?.cursor ?? undefined;
  }

  /** Not before everything that was listed is stored: a crash in between has it listed again. */
  private moveOn(cursor: string, { mailbox, document, epoch }: Reading): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(
        `INSERT INTO mailbox (mailbox, cursor) VALUES ($1, $2)
         ON CONFLICT (mailbox) DO UPDATE SET cursor = excluded.cursor`,
        [mailbox, cursor],
      );
    });
  }

  /** A mail that is gone by the time it is fetched is nobody's mail any more. */
  private async take(mail: MailSummary, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const arrived = { ...mail, ...reading };
    const from = { mailbox, place: arrived };
    if (mail.isSeen) return this.skip(arrived, from);
    const fetched = await this.fetch(mail, from);
    if (fetched) await this.keep({ ...arrived, ...fetched });
  }

  private async skip(mail: MailSummary & Reading, from: Source): Promise<void> {
    const fetched = await this.serve(from, MAX_HEADER_BYTES);
    if (fetched) await this.skipMail.skip({ ...mail, header: headerSection(fetched) });
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
    const fetching = this.fetch({ sizeBytes }, { mailbox, place: { ...reading, id } });
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

  /** All of it, or of a larger one the header section, and what it weighs. */
  private async fetch({ sizeBytes }: Pick<MailSummary, 'sizeBytes'>, from: Source): Promise<Fetched | undefined> {
    const { maxBytes } = this.limit;
    const isSmall = sizeBytes <= maxBytes;
    // One more than the limit shows that a mail is larger than its server said.
    const fetched = await this.serve(from, isSmall ? maxBytes + 1 : MAX_HEADER_BYTES);
    if (!fetched) return undefined;
    const isWhole = isSmall && fetched.byteLength <= maxBytes;
    const weight = isWhole ? fetched.byteLength : Math.max(sizeBytes, fetched.byteLength);
    const raw = isWhole ? fetched : headerSection(fetched.subarray(0, MAX_HEADER_BYTES));
    return { raw, isWhole, sizeBytes: weight };
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

  /** Stored with others: each transaction waits for the disk. */
  private async keep(arrived: Arrived): Promise<void> {
    const unstored = [...(this.unstored.get(arrived.document) ?? []), arrived];
    this.unstored.set(arrived.document, unstored);
    const bytes = unstored.reduce((sum, { raw }) => sum + raw.byteLength, 0);
    if (bytes > MAX_UNSTORED_BYTES) await this.storeAll(arrived);
  }

  /** All of them, or none. They are decided while the next ones are fetched. */
  private async storeAll({ document, epoch }: Reading): Promise<void> {
    const unstored = this.unstored.get(document) ?? [];
    this.unstored.delete(document);
    if (unstored.length === 0) return;
    const ids = await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      const all: (string | undefined)[] = [];
      for (const arrived of unstored) all.push(await this.store(tx, arrived));
      return all.filter((id) => id !== undefined);
    });
    await this.decided({ document });
    const deciding = this.triage.decideAll(ids);
    deciding.catch(() => undefined);
    this.deciding.set(document, deciding);
  }

  /** Resolves when nothing of a mailbox is being decided, and throws what went wrong. */
  private async decided({ document }: Pick<Reading, 'document'>): Promise<void> {
    const deciding = this.deciding.get(document);
    this.deciding.delete(document);
    await deciding;
  }

  /** `undefined` when it is stored already. */
  private async store(tx: EntityManager, it: Arrived): Promise<string | undefined> {
    const now = this.clock.now();
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO inbound_mail
         (mailbox, mail_id, uid_validity, uid, raw, is_whole, size_bytes, sha256, received_at, stored_at, next_try_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (mailbox, mail_id) DO NOTHING RETURNING id`,
      [
        it.mailbox,
        it.id,
        it.imap?.uidValidity ?? null,
        it.imap?.uid ?? null,
        it.raw,
        it.isWhole,
        it.sizeBytes,
        createHash('sha256').update(it.raw).digest('hex'),
        it.receivedAt,
        now,
        new Date(now.getTime() + LEFT_BEHIND_MS),
      ],
    );
    return rows[0]?.id;
  }

  /** A mail is marked as read once its verdict is committed, and never when nobody could read it. What a crash came between is done now: it may be marked twice. */
  private async markSeen(mailbox: MailboxConnection, { mailbox: name, document, epoch }: Reading): Promise<void> {
    const rows: { id: string; mail_id: string }[] = await this.db.query(
      `SELECT id, mail_id FROM inbound_mail
       WHERE mailbox = $1 AND state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL AND outcome <> 'skipped' ORDER BY stored_at LIMIT 500`,
      [name],
    );
    if (rows.length === 0) return;
    await mailbox.addSeen(rows.map(({ mail_id: id }) => id));
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(`UPDATE inbound_mail SET seen_at = $2 WHERE id = ANY($1::uuid[])`, [
        rows.map(({ id }) => id),
        this.clock.now(),
      ]);
    });
  }
}

type Arrived = MailSummary & Reading & { readonly raw: Buffer; readonly isWhole: boolean };

/** Where a mail is fetched from. */
interface Source {
  readonly mailbox: MailboxConnection;
  readonly place: MailPlace;
}

/** A mailbox, and what it has listed. */
interface Listed {
  readonly mailbox: MailboxConnection;
  readonly listed: readonly MailSummary[];
}
