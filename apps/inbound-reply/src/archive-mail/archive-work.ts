import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { waitsSince } from '../held-replies/standing.js';
import { FOLDER, toFolder, type ArchiveFolder, type FolderRow } from './archive-folder.js';
import type { Archived } from './found-in-folder.js';
import { mayMove, OUTCOMES_THAT_MOVE } from './what-moves.js';

/** A mail of INBOX. */
export interface Movable {
  readonly id: string;
  readonly uid: number;
  readonly sizeBytes: number;
}

/** A mail that was on its way when something broke. */
export interface Moving extends Archived {
  readonly inboxUidValidity: number;
  readonly inboxUid: number;
}

/** What there is to do for a run: which mails are to be moved, are on their way, and are in the archive. Only looks. */
@Injectable()
export class ArchiveWork {
  constructor(private readonly db: DataSource) {}

  /** What was decided before a run, and stands in the INBOX of that UIDVALIDITY above a UID. */
  async movable(
    mailbox: string,
    uidValidity: number,
    before: Date,
    afterUid: number,
    limit: number,
  ): Promise<Movable[]> {
    const rows: { id: string; uid: string; size_bytes: string }[] = await this.db.query(
      `SELECT m.id, m.uid, m.size_bytes FROM inbound_mail m
       WHERE m.mailbox = $1 AND m.uid_validity = $2 AND m.uid > $3 AND m.decided_at < $4 AND ${mayMove('$5', '$7')}
         AND NOT EXISTS (SELECT 1 FROM archived_mail a WHERE a.inbound_mail_id = m.id)
       ORDER BY m.uid LIMIT $6`,
      [mailbox, uidValidity, afterUid, before, OUTCOMES_THAT_MOVE, limit, waitsSince(before)],
    );
    return rows.map(({ id, uid, size_bytes }) => ({ id, uid: Number(uid), sizeBytes: Number(size_bytes) }));
  }

  /** Whether a run has anything to do, so that no connection is made for nothing. */
  async hasWork(mailbox: string, before: Date): Promise<boolean> {
    const rows: unknown[] = await this.db.query(
      `SELECT 1 FROM inbound_mail m LEFT JOIN archived_mail a ON a.inbound_mail_id = m.id
       WHERE m.mailbox = $1 AND (a.state = 'moving' OR a.state IS NULL AND m.decided_at < $2 AND ${mayMove('$3', '$4')}) LIMIT 1`,
      [mailbox, before, OUTCOMES_THAT_MOVE, waitsSince(before)],
    );
    return rows.length > 0;
  }

  async moving(mailbox: string): Promise<{ folder: ArchiveFolder; mails: Moving[]; taken: ReadonlySet<number> }[]> {
    const folders: FolderRow[] = await this.db.query(
      `SELECT DISTINCT ${FOLDER} FROM archive_folder JOIN archived_mail a ON a.folder_id = archive_folder.id WHERE archive_folder.mailbox = $1 AND a.state = 'moving'`,
      [mailbox],
    );
    return Promise.all(
      folders.map(toFolder).map(async (folder) => ({
        folder,
        mails: await this.inFolder(folder, 'moving'),
        taken: new Set((await this.inFolder(folder, 'archived')).flatMap(({ uid }) => uid ?? [])),
      })),
    );
  }

  /** Folders whose last mail came before `before`. What has become undecided again stays in them. */
  async expired(mailbox: string, before: Date): Promise<(ArchiveFolder & { readonly lastAt: Date })[]> {
    const rows: (FolderRow & { last_at: Date })[] = await this.db.query(
      `SELECT ${FOLDER}, max(a.archived_at) AS last_at FROM archive_folder
       JOIN archived_mail a ON a.folder_id = archive_folder.id AND a.state = 'archived'
       JOIN inbound_mail m ON m.id = a.inbound_mail_id AND m.state = 'processed'
       WHERE archive_folder.mailbox = $1 GROUP BY archive_folder.id HAVING max(a.archived_at) <= $2 ORDER BY last_at, week`,
      [mailbox, before],
    );
    return rows.map((row) => ({ ...toFolder(row), lastAt: row.last_at }));
  }

  /** Folders of ours of which nothing is left to be archived or removed: the server did not remove them with their mail. */
  async emptied(mailbox: string): Promise<ArchiveFolder[]> {
    const rows: FolderRow[] = await this.db.query(
      `SELECT ${FOLDER} FROM archive_folder WHERE mailbox = $1 AND is_ours AND removed_at IS NULL AND NOT EXISTS (
         SELECT 1 FROM archived_mail a WHERE a.folder_id = archive_folder.id AND a.state IN ('moving', 'archived'))`,
      [mailbox],
    );
    return rows.map(toFolder);
  }

  /** Those that may be removed: nothing whose verdict was taken back. */
  removable(folder: ArchiveFolder): Promise<Archived[]> {
    return this.inFolder(folder, 'archived', `AND m.state = 'processed'`);
  }

  private async inFolder({ id }: ArchiveFolder, state: string, and = ''): Promise<Moving[]> {
    const rows: Record<string, string | Date | null>[] = await this.db.query(
      `SELECT m.id, m.uid AS inbox_uid, m.uid_validity AS inbox_uid_validity, m.size_bytes, m.received_at, a.uid, a.uid_validity
       FROM archived_mail a JOIN inbound_mail m ON m.id = a.inbound_mail_id WHERE a.folder_id = $1 AND a.state = $2 ${and}`,
      [id, state],
    );
    return rows.map((row) => ({
      id: row['id'] as string,
      sizeBytes: Number(row['size_bytes']),
      receivedAt: row['received_at'] as Date,
      uid: row['uid'] === null ? null : Number(row['uid']),
      uidValidity: row['uid_validity'] === null ? null : Number(row['uid_validity']),
      inboxUid: Number(row['inbox_uid']),
      inboxUidValidity: Number(row['inbox_uid_validity']),
    }));
  }
}
