import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { waitsSince } from '../held-replies/standing.js';
import { FencedWrites } from '../read-mailbox/fenced-writes.js';
import type { Reading } from '../read-mailbox/reading.js';
import { ArchiveRuns, type Tally } from './archive-runs.js';
import type { Archived } from './found-in-folder.js';
import { mayMove, OUTCOMES_THAT_MOVE } from './what-moves.js';

/** A mail of INBOX. */
export interface Movable {
  readonly id: string;
  readonly uid: number;
  readonly sizeBytes: number;
}

/** A folder of a week, as the database knows it. */
export interface ArchiveFolder {
  readonly id: string;
  readonly week: string;
  readonly path: string;
  /** False where somebody else made it: then it is never removed. */
  readonly isOurs: boolean;
}

/** Where a mail is that was moved; nothing where the server did not tell. */
export interface Place {
  readonly id: string;
  readonly uidValidity?: number | undefined;
  readonly uid?: number | undefined;
}

/** A mail that was on its way when something broke. */
export interface Moving extends Archived {
  readonly inboxUidValidity: number;
  readonly inboxUid: number;
}

/** Which mails are to be moved, are on their way, and are in the archive. */
@Injectable()
export class ArchiveLedger {
  constructor(
    private readonly db: DataSource,
    private readonly writes: FencedWrites,
    private readonly runs: ArchiveRuns,
    private readonly clock: Clock,
  ) {}

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

  openFolder(reading: Reading, week: string, path: string, isNew: boolean): Promise<ArchiveFolder> {
    return this.writes.in(reading, async (tx) => {
      const [row]: FolderRow[] = await tx.query(
        `INSERT INTO archive_folder (mailbox, week, path, is_ours) VALUES ($1, $2, $3, $4)
         ON CONFLICT (mailbox, week) WHERE removed_at IS NULL
           DO UPDATE SET path = excluded.path, is_ours = archive_folder.is_ours OR excluded.is_ours
         RETURNING ${FOLDER}`,
        [reading.mailbox, week, path, isNew],
      );
      return toFolder(row!);
    });
  }

  /** Written before the server is told: what breaks in between is looked for. */
  intend(reading: Reading, folder: ArchiveFolder, mails: readonly Movable[]): Promise<void> {
    return this.writes.in(reading, (tx) =>
      tx.query(
        `INSERT INTO archived_mail (inbound_mail_id, folder_id, state) SELECT unnest($1::uuid[]), $2, 'moving'`,
        [mails.map(({ id }) => id), folder.id],
      ),
    );
  }

  moved(reading: Reading, run: string, { places, missing, isFlagged }: Outcome): Promise<void> {
    return this.writes.in(reading, async (tx) => {
      await tx.query(
        `UPDATE archived_mail a SET state = 'archived', archived_at = $4, is_flagged = $5, uid_validity = p.uid_validity, uid = p.uid
         FROM unnest($1::uuid[], $2::bigint[], $3::bigint[]) AS p(id, uid_validity, uid) WHERE a.inbound_mail_id = p.id`,
        [
          places.map(({ id }) => id),
          places.map(({ uidValidity }) => uidValidity ?? null),
          places.map(({ uid }) => uid ?? null),
          this.clock.now(),
          isFlagged,
        ],
      );
      await tx.query(`UPDATE archived_mail SET state = 'missing' WHERE inbound_mail_id = ANY($1)`, [missing]);
      const flagged = isFlagged ? places.length : 0;
      await this.runs.count(tx, run, { mails: places.length, missing: missing.length, flagged });
    });
  }

  /** What has not left INBOX is moved like any other mail. */
  takeBack(reading: Reading, ids: readonly string[]): Promise<void> {
    return this.writes.in(reading, (tx) =>
      tx.query(`DELETE FROM archived_mail WHERE inbound_mail_id = ANY($1) AND state = 'moving'`, [ids]),
    );
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

  /** Those that may be removed: nothing whose verdict was taken back. */
  removable(folder: ArchiveFolder): Promise<Archived[]> {
    return this.inFolder(folder, 'archived', `AND m.state = 'processed'`);
  }

  removed(reading: Reading, run: string, folder: ArchiveFolder, { ids, isFolderGone, tally }: Removal): Promise<void> {
    return this.writes.in(reading, async (tx) => {
      const now = this.clock.now();
      await tx.query(`UPDATE archived_mail SET state = 'removed', removed_at = $2 WHERE inbound_mail_id = ANY($1)`, [
        ids,
        now,
      ]);
      if (isFolderGone) await tx.query(`UPDATE archive_folder SET removed_at = $2 WHERE id = $1`, [folder.id, now]);
      await this.runs.count(tx, run, tally);
    });
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

export interface Outcome {
  readonly places: readonly Place[];
  readonly missing: readonly string[];
  readonly isFlagged: boolean;
}

export interface Removal {
  readonly ids: readonly string[];
  readonly isFolderGone: boolean;
  readonly tally: Tally;
}

interface FolderRow {
  readonly id: string;
  readonly week: string;
  readonly path: string;
  readonly is_ours: boolean;
}

const FOLDER = 'archive_folder.id, week, path, is_ours';
const toFolder = ({ id, week, path, is_ours }: FolderRow): ArchiveFolder => ({ id, week, path, isOurs: is_ours });
