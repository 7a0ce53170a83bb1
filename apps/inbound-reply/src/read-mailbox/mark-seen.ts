import type { MailboxConnection, Marking } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from './fenced-writes.js';
import { IS_UNMARKED } from './inbound-mail.entity.js';
import { MailboxHealth } from './mailbox-health.js';
import type { Reading } from './reading.js';

/** What one command marks. */
const MOST_MARKED = 500;
/** What was refused may be a store that is being mended; nobody but who has the mailbox open misses the mark. */
const REFUSED_MS = 10 * 60_000;

/** Marks mails as read, for people who have the mailbox open. */
@Injectable()
export class MarkSeen {
  private readonly logger = new Logger('Mailbox');
  /** By mail: until when it is not asked for again. */
  private readonly refused = new Map<string, number>();
  /** By term of reading: until when nothing is asked for, because nothing may be marked. */
  private readonly forbidden = new WeakMap<Reading, number>();

  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly health: MailboxHealth,
    private readonly clock: Clock,
  ) {}

  /**
   * A mail is marked as read once its verdict is committed, and never when nobody could read it. What a crash came
   * between is done now: it may be marked twice. What its server refuses to mark is tried again later, and keeps
   * nothing from being read; nor does a server that lets nothing be marked: which mails were read is not known by their
   * marks.
   */
  async processed(mailbox: MailboxConnection, reading: Reading): Promise<void> {
    if (this.now() < (this.forbidden.get(reading) ?? 0)) return;
    const rows: Unmarked[] = await this.db.query(UNMARKED, [reading.mailbox, this.refusedNow()]);
    if (rows.length === 0) return;
    const marking = await mailbox.addSeen(rows.map(({ mail_id: id }) => id));
    this.heed(marking, reading);
    await this.note(among(marking.marked, rows), reading);
    this.leave(among(marking.refused, rows), reading);
  }

  private heed({ forbidden, marked }: Marking, reading: Reading): void {
    if (forbidden) {
      this.forbidden.set(reading, this.now() + REFUSED_MS);
      this.health.flawed(reading, forbidden);
      this.logger.warn(
        { mailbox: reading.mailbox, err: forbidden },
        'nothing may be marked as read, later it is asked again',
      );
    } else if (marked.length > 0) this.health.flawless(reading);
  }

  private async note(rows: readonly Unmarked[], reading: Reading): Promise<void> {
    if (rows.length === 0) return;
    const ids = rows.map(({ id }) => id);
    await this.writes.in(reading, (tx) =>
      tx.query(`UPDATE inbound_mail SET seen_at = $2 WHERE id = ANY($1::uuid[])`, [ids, this.clock.now()]),
    );
  }

  private leave(rows: readonly Unmarked[], { mailbox }: Reading): void {
    if (rows.length === 0) return;
    for (const { id } of rows) this.refused.set(id, this.now() + REFUSED_MS);
    this.logger.warn(
      { mailbox, mails: rows.length },
      'the server refuses to mark mails as read, later it is asked again',
    );
  }

  private refusedNow(): string[] {
    const now = this.now();
    for (const [id, until] of this.refused) if (until <= now) this.refused.delete(id);
    return [...this.refused.keys()];
  }

  private now(): number {
    return this.clock.now().getTime();
  }
}

interface Unmarked {
  readonly id: string;
  readonly mail_id: string;
}

function among(ids: readonly string[], rows: readonly Unmarked[]): Unmarked[] {
  const wanted = new Set(ids);
  return rows.filter(({ mail_id: id }) => wanted.has(id));
}

const UNMARKED = `
  SELECT id, mail_id FROM inbound_mail
  WHERE mailbox = $1 AND ${IS_UNMARKED} AND id <> ALL ($2::uuid[])
  ORDER BY stored_at LIMIT ${MOST_MARKED}`;
