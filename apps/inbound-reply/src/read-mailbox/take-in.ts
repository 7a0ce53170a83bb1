import { createHash } from 'node:crypto';
import { Failure } from '@replyline/errors';
import { Leases } from '@replyline/leases';
import type { Listing, MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { DueMail } from '../triage-mail/due-mail.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { headerSection, MAX_HEADER_BYTES } from './header-section.js';
import { READER_LEASE, type Reading } from './reading.js';
import { UnservedMail } from './unserved-mail.js';

/** Of a larger mail only the header section is fetched. */
export class MailLimit {
  constructor(readonly maxBytes: number) {}
}

/** `\Seen` is set after so many mails, and at the end: in between, people with the mailbox open see how far it is. */
const CHUNK = 20;
/** The reader decides at once what it stores. Should it be ended by force meanwhile, somebody else does, this much later. */
const LEFT_BEHIND_MS = 30_000;

/** Brings what is new in a mailbox into the database, in order, and has it decided. */
@Injectable()
export class TakeIn {
  private readonly unserved = new UnservedMail();

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly due: DueMail,
    private readonly triage: TriageLoop,
    private readonly clock: Clock,
    private readonly limit: MailLimit,
  ) {}

  /** Stops after the mail in hand when `signal` says so. Throws what a mailbox throws, and `lease.lost` when another one reads. */
  async visit(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const id of await this.due.leftBehind(reading.mailbox)) await this.triage.decide(id);
    const before = await this.cursor(reading);
    const { mails: listed, cursor } = await this.listed(mailbox, reading, before);
    const mails = await this.unknown(listed, reading);
    for (let first = 0; first < mails.length && !signal.aborted; first += CHUNK) {
      for (const mail of mails.slice(first, first + CHUNK))
        if (!signal.aborted) await this.take(mail, mailbox, reading);
      await this.markSeen(mailbox, reading);
    }
    if (!signal.aborted && cursor !== before) await this.moveOn(cursor, reading);
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed(): void {
    this.unserved.forget();
  }

  private async listed(mailbox: MailboxConnection, reading: Reading, cursor: string | undefined): Promise<Listing> {
    try {
      await this.markSeen(mailbox, reading);
      return await mailbox.listAfter(cursor);
    } catch (error) {
      this.connectionFailed();
      throw error;
    }
  }

  private async cursor({ mailbox }: Reading): Promise<string | undefined> {
    const rows: { cursor: string | null }[] = await this.db.query(`SELECT cursor FROM mailbox WHERE mailbox = $1`, [
      mailbox,
    ]);
    return rows[0]?.cursor ?? undefined;
  }

  /** A listing that was not finished is made again, and so is a whole mailbox whose cursor its server forgot. */
  private async unknown(mails: readonly MailSummary[], { mailbox }: Reading): Promise<readonly MailSummary[]> {
    if (mails.length === 0) return mails;
    const rows: { mail_id: string }[] = await this.db.query(
      `SELECT mail_id FROM inbound_mail WHERE mailbox = $1 AND mail_id = ANY($2::text[])`,
      [mailbox, mails.map(({ id }) => id)],
    );
    const known = new Set(rows.map(({ mail_id: id }) => id));
    return mails.filter(({ id }) => !known.has(id));
  }

  /** Not before everything that was listed is stored: a crash in between has it listed again. */
  private moveOn(cursor: string, { mailbox, epoch }: Reading): Promise<void> {
    return this.db.transaction(async (tx) => {
      await this.leases.fence(tx, READER_LEASE, epoch);
      await tx.query(
        `INSERT INTO mailbox (mailbox, cursor) VALUES ($1, $2)
         ON CONFLICT (mailbox) DO UPDATE SET cursor = excluded.cursor`,
        [mailbox, cursor],
      );
    });
  }

  /** A mail that is gone by the time it is fetched is nobody's mail any more. */
  private async take(mail: MailSummary, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const { maxBytes } = this.limit;
    const isSmall = mail.sizeBytes <= maxBytes;
    const arrived = { ...mail, ...reading };
    // One more than the limit shows that a mail is larger than its server said.
    const fetched = await this.fetch(arrived, mailbox, isSmall ? maxBytes + 1 : MAX_HEADER_BYTES);
    if (!fetched) return;
    const isWhole = isSmall && fetched.byteLength <= maxBytes;
    const sizeBytes = isWhole ? fetched.byteLength : Math.max(mail.sizeBytes, fetched.byteLength);
    const raw = isWhole ? fetched : headerSection(fetched.subarray(0, MAX_HEADER_BYTES));
    await this.keep({ ...arrived, sizeBytes, raw, isWhole });
  }

  /** Each failure ends the connection. The mail that failed too often is kept as what it is, and the next visit passes it over. */
  private async fetch(
    arrived: Omit<Arrived, 'raw' | 'isWhole'>,
    mailbox: MailboxConnection,
    maxBytes: number,
  ): Promise<Buffer | undefined> {
    try {
      const fetched = await mailbox.fetch(arrived.id, maxBytes);
      this.unserved.forget();
      return fetched;
    } catch (error) {
      if (isThrottled(error)) this.unserved.forget();
      else if (this.unserved.failed(arrived)) await this.keep({ ...arrived, raw: null, isWhole: false });
      throw error;
    }
  }

  private async keep(arrived: Arrived): Promise<void> {
    const id = await this.db.transaction((tx) => this.store(tx, arrived));
    if (id !== undefined) await this.triage.decide(id);
  }

  /** `undefined` when it is stored already. */
  private async store(tx: EntityManager, it: Arrived): Promise<string | undefined> {
    await this.leases.fence(tx, READER_LEASE, it.epoch);
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
        it.raw && createHash('sha256').update(it.raw).digest('hex'),
        it.receivedAt,
        now,
        new Date(now.getTime() + LEFT_BEHIND_MS),
      ],
    );
    return rows[0]?.id;
  }

  /** A mail is marked as read once its verdict is committed, and never when nobody could read it. What a crash came between is done now: it may be marked twice. */
  private async markSeen(mailbox: MailboxConnection, { mailbox: name, epoch }: Reading): Promise<void> {
    const rows: { id: string; mail_id: string }[] = await this.db.query(
      `SELECT id, mail_id FROM inbound_mail
       WHERE mailbox = $1 AND state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL ORDER BY stored_at LIMIT 500`,
      [name],
    );
    if (rows.length === 0) return;
    await mailbox.addSeen(rows.map(({ mail_id: id }) => id));
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, READER_LEASE, epoch);
      await tx.query(`UPDATE inbound_mail SET seen_at = $2 WHERE id = ANY($1::uuid[])`, [
        rows.map(({ id }) => id),
        this.clock.now(),
      ]);
    });
  }
}

/** Said of the reader, not of a mail. */
const isThrottled = (error: unknown): boolean => error instanceof Failure && error.code === 'mailbox.throttled';

type Arrived = MailSummary & Reading & { readonly raw: Buffer | null; readonly isWhole: boolean };
