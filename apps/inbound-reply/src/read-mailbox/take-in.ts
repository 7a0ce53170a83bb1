import { createHash } from 'node:crypto';
import { Leases } from '@replyline/leases';
import type { MailboxConnection, MailSummary } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { DueMail } from '../triage-mail/due-mail.js';
import { TriageLoop } from '../triage-mail/triage-loop.js';
import { FetchAgain, type Requested } from './fetch-again.js';
import { FindNew, type MailPlace } from './find-new.js';
import { headerSection, MAX_HEADER_BYTES } from './header-section.js';
import type { Reading } from './reading.js';
import { SkipMail } from './skip-mail.js';
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
    private readonly findNew: FindNew,
    private readonly skipMail: SkipMail,
    private readonly again: FetchAgain,
    private readonly clock: Clock,
    private readonly limit: MailLimit,
  ) {}

  /** Stops after the mail in hand when `signal` says so. Throws `mailbox.*`, and `lease.lost` when another one reads. */
  async visit(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const id of await this.due.leftBehind(reading.mailbox)) await this.triage.decide(id);
    const mails = await this.newIn(mailbox, reading);
    await this.takeAgain(mailbox, reading, signal);
    for (let first = 0; first < mails.length && !signal.aborted; first += CHUNK) {
      for (const mail of mails.slice(first, first + CHUNK))
        if (!signal.aborted) await this.take(mail, mailbox, reading);
      await this.markSeen(mailbox, reading);
    }
  }

  /** An outage is no mail's fault: what failed before it does not count. */
  connectionFailed({ mailbox }: Reading): void {
    this.unserved.forget(mailbox);
  }

  private async newIn(mailbox: MailboxConnection, reading: Reading): Promise<readonly MailSummary[]> {
    try {
      await this.markSeen(mailbox, reading);
      return await this.findNew.in(mailbox, reading);
    } catch (error) {
      this.connectionFailed(reading);
      throw error;
    }
  }

  /** A mail that is gone by the time it is fetched is nobody's mail any more. */
  private async take(mail: MailSummary, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const isWhole = mail.sizeBytes <= this.limit.maxBytes;
    const { uidValidity } = mailbox;
    const arrived = { ...mail, ...reading, uidValidity };
    const fetched = await this.fetch(arrived, mailbox, this.mostOf(isWhole));
    if (!fetched) return;
    if (mail.isSeen) return this.skipMail.skip({ ...arrived, header: headerSection(fetched) });
    const raw = isWhole ? fetched : headerSection(fetched);
    await this.keep({ ...arrived, raw, isWhole });
  }

  private mostOf(isWhole: boolean): number {
    return isWhole ? this.limit.maxBytes : MAX_HEADER_BYTES;
  }

  /** What an operator wants to be decided after all. */
  private async takeAgain(mailbox: MailboxConnection, reading: Reading, signal: AbortSignal): Promise<void> {
    for (const requested of await this.again.list(reading)) {
      if (signal.aborted) return;
      await this.takeOneAgain(requested, mailbox, reading);
      await this.triage.decide(requested.id);
    }
  }

  private async takeOneAgain(requested: Requested, mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const { uid, uidValidity, sizeBytes } = requested;
    const isWhole = sizeBytes <= this.limit.maxBytes;
    if (uidValidity !== mailbox.uidValidity) return this.again.giveUp(requested, reading, 'gone');
    const fetched = await this.serve(
      () => mailbox.fetch(uid, this.mostOf(isWhole)),
      { ...reading, uid, uidValidity },
      () => this.again.giveUp(requested, reading, 'unserved'),
    );
    if (!fetched) return this.again.giveUp(requested, reading, 'gone');
    await this.again.fetched(requested, reading, isWhole ? fetched : headerSection(fetched), isWhole);
  }

  private fetch(
    arrived: Omit<Arrived, 'raw' | 'isWhole'>,
    mailbox: MailboxConnection,
    maxBytes: number,
  ): Promise<Buffer | undefined> {
    const giveUp = () => this.keep({ ...arrived, raw: null, isWhole: false });
    return this.serve(() => mailbox.fetch(arrived.uid, maxBytes), arrived, giveUp);
  }

  /** Each failure ends the connection. The mail that failed too often is given up as what it is, and the next visit begins behind it. */
  private async serve(
    fetch: () => Promise<Buffer | undefined>,
    place: MailPlace,
    giveUp: () => Promise<void>,
  ): Promise<Buffer | undefined> {
    try {
      const fetched = await fetch();
      this.unserved.forget(place.mailbox);
      return fetched;
    } catch (error) {
      if (this.unserved.failed(place)) await giveUp();
      throw error;
    }
  }

  private async keep(arrived: Arrived): Promise<void> {
    const id = await this.db.transaction((tx) => this.store(tx, arrived));
    if (id !== undefined) await this.triage.decide(id);
  }

  /** The mail and the cursor behind it, or neither. `undefined` when it is stored already. */
  private async store(tx: EntityManager, it: Arrived): Promise<string | undefined> {
    await this.leases.fence(tx, it.document, it.epoch);
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
    await this.findNew.moveTo(tx, it);
    return rows[0]?.id;
  }

  /** `\Seen` follows the commit of the verdict, and never stands on what nobody could read. What a crash came between is done now: the flag may be set twice. */
  private async markSeen(mailbox: MailboxConnection, { mailbox: name, document, epoch }: Reading): Promise<void> {
    const rows: { id: string; uid: string }[] = await this.db.query(
      `SELECT id, uid FROM inbound_mail
       WHERE mailbox = $1 AND uid_validity = $2 AND state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL AND outcome <> 'skipped' ORDER BY uid LIMIT 500`,
      [name, mailbox.uidValidity],
    );
    if (rows.length === 0) return;
    await mailbox.addSeen(rows.map(({ uid }) => Number(uid)));
    await this.db.transaction(async (tx) => {
      await this.leases.fence(tx, document, epoch);
      await tx.query(`UPDATE inbound_mail SET seen_at = $2 WHERE id = ANY($1::uuid[])`, [
        rows.map(({ id }) => id),
        this.clock.now(),
      ]);
    });
  }
}

type Arrived = MailSummary &
  Reading & { readonly raw: Buffer | null; readonly isWhole: boolean; readonly uidValidity: number };
