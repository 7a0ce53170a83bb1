import { createHash } from 'node:crypto';
import { Leases } from '@replyline/leases';
import type { MailboxConnection, MailSummary } from '@replyline/providers/imap';
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
const CHUNK = 50;
/** What is fetched and not stored yet. */
const MAX_UNSTORED_BYTES = 8 * 1024 * 1024;
/** The reader decides at once what it stores. Should it be ended by force meanwhile, somebody else does, this much later. */
const LEFT_BEHIND_MS = 30_000;

/** Brings what is new in a mailbox into the database, in order, and has it decided. */
@Injectable()
export class TakeIn {
  private readonly unserved = new UnservedMail();
  /** By mailbox: what is stored in the next transaction. */
  private readonly unstored = new Map<string, Arrived[]>();
  /** By mailbox: what was stored last and is being decided. */
  private readonly deciding = new Map<string, Promise<void>>();

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly due: DueMail,
    private readonly triage: TriageLoop,
    private readonly clock: Clock,
    private readonly limit: MailLimit,
  ) {}

  /** Stops after the mail in hand when `signal` says so. Throws `mailbox.*`, and `lease.lost` when another one reads. */
  async visit(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    await this.decideLeftBehind(reading);
    const mails = await this.newIn(mailbox, reading);
    try {
      for (let first = 0; first < mails.length && !signal.aborted; first += CHUNK) {
        await this.takeAll(mails.slice(first, first + CHUNK), mailbox, reading, signal);
        await this.markSeen(mailbox, reading);
      }
    } finally {
      await this.decided(reading.mailbox);
    }
    if (mails.length > 0) await this.markSeen(mailbox, reading);
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
      await this.storeAll(reading.mailbox);
    }
  }

  private async decideLeftBehind({ mailbox }: Reading): Promise<void> {
    const ids = await this.due.leftBehind(mailbox);
    for (let first = 0; first < ids.length; first += CHUNK)
      await this.triage.decideAll(ids.slice(first, first + CHUNK));
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed(): void {
    this.unserved.forget();
  }

  private async newIn(mailbox: MailboxConnection, reading: Reading): Promise<readonly MailSummary[]> {
    try {
      await this.markSeen(mailbox, reading);
      return await mailbox.listAfter(await this.lastUid(mailbox, reading));
    } catch (error) {
      this.connectionFailed();
      throw error;
    }
  }

  /** Under another UIDVALIDITY every mail counts as new; what was posted because of it is not posted again. */
  private async lastUid({ uidValidity }: MailboxConnection, { mailbox }: Reading): Promise<number> {
    const rows: { last_uid: string }[] = await this.db.query(
      `SELECT last_uid FROM mailbox WHERE mailbox = $1 AND uid_validity = $2`,
      [mailbox, uidValidity],
    );
    return Number(rows[0]?.last_uid ?? 0);
  }

  /** A mail that is gone by the time it is fetched is nobody's mail any more. */
  private async take(mail: MailSummary, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const isWhole = mail.sizeBytes <= this.limit.maxBytes;
    const { uidValidity } = mailbox;
    const arrived = { ...mail, ...reading, uidValidity };
    const fetched = await this.fetch(arrived, mailbox, isWhole ? this.limit.maxBytes : MAX_HEADER_BYTES);
    if (!fetched) return;
    const raw = isWhole ? fetched : headerSection(fetched);
    await this.keep({ ...arrived, raw, isWhole });
  }

  /** Each failure ends the connection. The mail that failed too often is kept as what it is, and the next visit begins behind it. */
  private async fetch(
    arrived: Omit<Arrived, 'raw' | 'isWhole'>,
    mailbox: MailboxConnection,
    maxBytes: number,
  ): Promise<Buffer | undefined> {
    try {
      const fetched = await mailbox.fetch(arrived.uid, maxBytes);
      this.unserved.forget();
      return fetched;
    } catch (error) {
      if (this.unserved.failed(arrived)) await this.keep({ ...arrived, raw: null, isWhole: false });
      throw error;
    }
  }

  /** Stored with others: each transaction waits for the disk. */
  private async keep(arrived: Arrived): Promise<void> {
    const unstored = [...(this.unstored.get(arrived.mailbox) ?? []), arrived];
    this.unstored.set(arrived.mailbox, unstored);
    const bytes = unstored.reduce((sum, { raw }) => sum + (raw?.byteLength ?? 0), 0);
    if (bytes > MAX_UNSTORED_BYTES) await this.storeAll(arrived.mailbox);
  }

  /** The mails and the cursor behind them, or neither. They are decided while the next ones are fetched. */
  private async storeAll(mailbox: string): Promise<void> {
    const unstored = this.unstored.get(mailbox) ?? [];
    this.unstored.delete(mailbox);
    if (unstored.length === 0) return;
    const ids = await this.db.transaction(async (tx) => {
      const it = unstored.at(-1)!;
      await this.leases.fence(tx, READER_LEASE, it.epoch);
      const all: (string | undefined)[] = [];
      for (const arrived of unstored) all.push(await this.store(tx, arrived));
      await tx.query(
        `INSERT INTO mailbox (mailbox, uid_validity, last_uid) VALUES ($1, $2, $3)
         ON CONFLICT (mailbox) DO UPDATE SET uid_validity = excluded.uid_validity, last_uid = excluded.last_uid`,
        [it.mailbox, it.uidValidity, it.uid],
      );
      return all.filter((id) => id !== undefined);
    });
    await this.decided(mailbox);
    const deciding = this.triage.decideAll(ids);
    deciding.catch(() => undefined);
    this.deciding.set(mailbox, deciding);
  }

  /** Resolves when nothing of a mailbox is being decided, and throws what went wrong. */
  private async decided(mailbox: string): Promise<void> {
    const deciding = this.deciding.get(mailbox);
    this.deciding.delete(mailbox);
    await deciding;
  }

  /** `undefined` when it is stored already. */
  private async store(tx: EntityManager, it: Arrived): Promise<string | undefined> {
    const now = this.clock.now();
    const rows: { id: string }[] = await tx.query(
      `INSERT INTO inbound_mail
         (mailbox, uid_validity, uid, raw, is_whole, size_bytes, sha256, received_at, stored_at, next_try_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (mailbox, uid_validity, uid) DO NOTHING RETURNING id`,
      [
        it.mailbox,
        it.uidValidity,
        it.uid,
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

  /** `\Seen` follows the commit of the verdict, and never stands on what nobody could read. What a crash came between is done now: the flag may be set twice. */
  private async markSeen(mailbox: MailboxConnection, { mailbox: name, epoch }: Reading): Promise<void> {
    const rows: { id: string; uid: string }[] = await this.db.query(
      `SELECT id, uid FROM inbound_mail
       WHERE mailbox = $1 AND uid_validity = $2 AND state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL ORDER BY uid LIMIT 500`,
      [name, mailbox.uidValidity],
    );
    if (rows.length === 0) return;
    await mailbox.addSeen(rows.map(({ uid }) => Number(uid)));
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, READER_LEASE, epoch);
      await tx.query(`UPDATE inbound_mail SET seen_at = $2 WHERE id = ANY($1::uuid[])`, [
        rows.map(({ id }) => id),
        this.clock.now(),
      ]);
    });
  }
}

type Arrived = MailSummary &
  Reading & { readonly raw: Buffer | null; readonly isWhole: boolean; readonly uidValidity: number };
