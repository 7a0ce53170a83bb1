import type { MailboxConnection } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from './fenced-writes.js';
import { IS_UNMARKED } from './inbound-mail.entity.js';
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

  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly clock: Clock,
  ) {}

  /**
   * A mail is marked as read once its verdict is committed, and never when nobody could read it. What a crash came between is done
   * now: it may be marked twice. What its server refuses to mark is tried again later, and keeps nothing from being read.
   */
  async processed(mailbox: MailboxConnection, reading: Reading): Promise<void> {
    const rows: Unmarked[] = await this.db.query(UNMARKED, [reading.mailbox, this.refusedNow()]);
    if (rows.length === 0) return;
    const { marked, refused } = await mailbox.addSeen(rows.map(({ mail_id: id }) => id));
    await this.note(among(marked, rows), reading);
    this.leave(among(refused, rows), reading);
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
    for (const { id } of rows) this.refused.set(id, this.clock.now().getTime() + REFUSED_MS);
    this.logger.warn(
      { mailbox, mails: rows.length },
      'the server refuses to mark mails as read, later it is asked again',
    );
  }

  private refusedNow(): string[] {
    const now = this.clock.now().getTime();
    for (const [id, until] of this.refused) if (until <= now) this.refused.delete(id);
    return [...this.refused.keys()];
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
