import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { waitsSince } from '../held-replies/standing.js';
import type { ArchiveFolder } from './archive-folder.js';
import { isSettled, mayMove, OUTCOMES_THAT_MOVE } from './what-moves.js';

/** What tells a mail to a person. */
export interface MailFact {
  readonly id: string;
  readonly message_id: string | null;
  readonly received_at: Date;
}

/** What is moved and removed if nothing changes until then, by the same rules as `ArchiveWork` has. Only looks. */
@Injectable()
export class ArchiveForecast {
  constructor(private readonly db: DataSource) {}

  /** What runs after `since` and up to `before` would move, oldest first. */
  toMove(mailbox: string, since: Date, before: Date): Promise<MailFact[]> {
    return this.db.query(
      `SELECT m.id, m.message_id, m.received_at FROM inbound_mail m
       JOIN mailbox b ON b.mailbox = m.mailbox AND split_part(b.cursor, ':', 1) = m.uid_validity::text
       WHERE m.mailbox = $1 AND m.decided_at >= $2 AND m.decided_at < $3 AND ${mayMove('$4', '$5')}
         AND NOT EXISTS (SELECT 1 FROM archived_mail a WHERE a.inbound_mail_id = m.id) ORDER BY m.received_at, m.id`,
      [mailbox, since, before, OUTCOMES_THAT_MOVE, waitsSince(before)],
    );
  }

  toRemove(folder: ArchiveFolder): Promise<MailFact[]> {
    return this.db.query(
      `SELECT m.id, m.message_id, m.received_at FROM archived_mail a JOIN inbound_mail m ON m.id = a.inbound_mail_id
       WHERE a.folder_id = $1 AND a.state = 'archived' AND m.state = 'processed' ORDER BY m.received_at, m.id`,
      [folder.id],
    );
  }

  /** Of what came before a run, how much would not move with it. */
  async staying(mailbox: string, before: Date): Promise<{ unsettled: number; unseen: number }> {
    const [row]: { unsettled: string; unseen: string }[] = await this.db.query(
      `SELECT count(*) FILTER (WHERE NOT (${isSettled('$3', '$4')})) AS unsettled,
              count(*) FILTER (WHERE ${isSettled('$3', '$4')} AND m.seen_at IS NULL) AS unseen
       FROM inbound_mail m WHERE m.mailbox = $1 AND m.stored_at < $2
         AND NOT EXISTS (SELECT 1 FROM archived_mail a WHERE a.inbound_mail_id = m.id)`,
      [mailbox, before, OUTCOMES_THAT_MOVE, waitsSince(before)],
    );
    return { unsettled: Number(row!.unsettled), unseen: Number(row!.unseen) };
  }
}
