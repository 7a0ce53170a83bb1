import { cutPage, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ArchiveRunView } from './archive-view.js';
import { folderName } from './folder-name.js';

export interface Wanted {
  /** Where the page before ended. */
  readonly cursor?: TimePlace | undefined;
  readonly limit: number;
}

type Row = Omit<ArchiveRunView, 'folder' | 'dueAt' | 'begunAt' | 'endedAt'> & {
  readonly week: string;
  readonly due_at: Date;
  readonly begun_at: Date;
  readonly ended_at: Date | null;
};

/** Which runs of the archive there were. */
@Injectable()
export class ListRuns {
  constructor(private readonly db: DataSource) {}

  /** Newest first. */
  async list({ cursor, limit }: Wanted): Promise<Page<ArchiveRunView>> {
    const rows: Row[] = await this.db.query(
      `SELECT id, mailbox, kind, week, due_at, begun_at, ended_at, mails, missing, flagged, kept, trouble FROM archive_run
       WHERE $1::timestamptz IS NULL OR (begun_at, id) < ($1, $2::uuid) ORDER BY begun_at DESC, id DESC LIMIT $3`,
      [cursor?.at ?? null, cursor?.id ?? null, limit + 1],
    );
    const { items, next } = cutPage(rows, limit, ({ begun_at, id }) => writeCursor<TimePlace>({ at: begun_at, id }));
    return { items: items.map(toView), next };
  }
}

const toView = ({ week, due_at, begun_at, ended_at, ...row }: Row): ArchiveRunView => ({
  ...row,
  folder: folderName(week),
  dueAt: due_at.toISOString(),
  begunAt: begun_at.toISOString(),
  endedAt: ended_at?.toISOString() ?? null,
});
