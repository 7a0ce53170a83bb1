import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from '../read-mailbox/fenced-writes.js';
import type { Reading } from '../read-mailbox/reading.js';
import { FOLDER, toFolder, type ArchiveFolder, type FolderRow } from './archive-folder.js';
import { ArchiveRuns, type Tally } from './archive-runs.js';
import type { Movable } from './archive-work.js';

/** Where a mail is that was moved; nothing where the server did not tell. */
interface Place {
  readonly id: string;
  readonly uidValidity?: number | undefined;
  readonly uid?: number | undefined;
}

/** Writes down which mails are on their way, in the archive and removed. */
@Injectable()
export class ArchiveLedger {
  constructor(
    private readonly writes: FencedWrites,
    private readonly runs: ArchiveRuns,
    private readonly clock: Clock,
  ) {}

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

  removed(reading: Reading, run: string, folder: ArchiveFolder, { ids, isFolderGone, tally }: Removal): Promise<void> {
    return this.writes.in(reading, async (tx) => {
      await tx.query(`UPDATE archived_mail SET state = 'removed', removed_at = $2 WHERE inbound_mail_id = ANY($1)`, [
        ids,
        this.clock.now(),
      ]);
      if (isFolderGone) await this.setGone(tx, folder);
      await this.runs.count(tx, run, tally);
    });
  }

  folderGone(reading: Reading, folder: ArchiveFolder): Promise<void> {
    return this.writes.in(reading, (tx) => this.setGone(tx, folder));
  }

  private async setGone(tx: EntityManager, { id }: ArchiveFolder): Promise<void> {
    await tx.query(`UPDATE archive_folder SET removed_at = $2 WHERE id = $1`, [id, this.clock.now()]);
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
