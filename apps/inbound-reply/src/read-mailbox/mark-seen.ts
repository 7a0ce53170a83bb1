import { Leases } from '@replyline/leases';
import type { MailboxConnection } from '@replyline/providers/imap';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Reading } from './reading.js';

/** What one command marks. */
const MOST_MARKED = 500;

/** Marks mails as read, for people who have the mailbox open. */
@Injectable()
export class MarkSeen {
  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly clock: Clock,
  ) {}

  /**
   * A mail is marked as read once its verdict is committed, and never when nobody could read it. What a crash came between is done
   * now: it may be marked twice.
   */
  async processed(mailbox: MailboxConnection, { mailbox: name, document, epoch }: Reading): Promise<void> {
    const rows: { id: string; mail_id: string }[] = await this.db.query(
      `SELECT id, mail_id FROM inbound_mail
       WHERE mailbox = $1 AND state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL AND outcome <> 'skipped'
       ORDER BY stored_at LIMIT ${MOST_MARKED}`,
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
