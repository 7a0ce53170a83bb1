import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { FencedWrites } from '../read-mailbox/fenced-writes.js';
import type { Reading } from '../read-mailbox/reading.js';

type RunKind = 'move' | 'remove';

/** One thing to do at one time. */
interface Errand {
  readonly kind: RunKind;
  readonly week: string;
  readonly dueAt: Date;
}

/** What was done, added up over all attempts. */
export interface Tally {
  /** Moved or removed. */
  readonly mails?: number;
  /** No longer where they were. */
  readonly missing?: number;
  /** Left with `\Deleted` where the server cannot remove single mails. */
  readonly flagged?: number;
  /** Left because they are not ours. */
  readonly kept?: number;
}

/** Which runs there were, and up to when all of them are done. */
@Injectable()
export class ArchiveRuns {
  constructor(
    private readonly writes: FencedWrites,
    private readonly clock: Clock,
  ) {}

  /** A mailbox that is archived from now on has nothing to catch up with. */
  doneUntil(reading: Reading): Promise<Date> {
    return this.writes.in(reading, async (tx) => {
      await tx.query(`INSERT INTO archive_schedule (mailbox, done_until) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [
        reading.mailbox,
        this.clock.now(),
      ]);
      const [row]: { done_until: Date }[] = await tx.query(
        `SELECT done_until FROM archive_schedule WHERE mailbox = $1`,
        [reading.mailbox],
      );
      return row!.done_until;
    });
  }

  /** The archive is off: what happens meanwhile is nothing that was missed. */
  forget(reading: Reading): Promise<void> {
    return this.writes.in(reading, (tx) =>
      tx.query(`DELETE FROM archive_schedule WHERE mailbox = $1`, [reading.mailbox]),
    );
  }

  /** A run that was begun before goes on. */
  begin(reading: Reading, { kind, week, dueAt }: Errand): Promise<string> {
    return this.writes.in(reading, async (tx) => {
      const [row]: { id: string }[] = await tx.query(
        `INSERT INTO archive_run (mailbox, kind, week, due_at, begun_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (mailbox, kind, week, due_at) DO UPDATE SET trouble = NULL RETURNING id`,
        [reading.mailbox, kind, week, dueAt, this.clock.now()],
      );
      return row!.id;
    });
  }

  async count(tx: EntityManager, run: string, { mails = 0, missing = 0, flagged = 0, kept = 0 }: Tally): Promise<void> {
    await tx.query(
      `UPDATE archive_run SET mails = mails + $2, missing = missing + $3, flagged = flagged + $4, kept = kept + $5 WHERE id = $1`,
      [run, mails, missing, flagged, kept],
    );
  }

  /** A run that moved is not due again. */
  end(reading: Reading, run: string, { kind, dueAt }: Errand): Promise<void> {
    return this.writes.in(reading, async (tx) => {
      await tx.query(`UPDATE archive_run SET ended_at = $2, trouble = NULL WHERE id = $1`, [run, this.clock.now()]);
      if (kind === 'move')
        await tx.query(`UPDATE archive_schedule SET done_until = $2 WHERE mailbox = $1`, [reading.mailbox, dueAt]);
    });
  }

  failed(reading: Reading, code: string): Promise<void> {
    return this.writes.in(reading, (tx) =>
      tx.query(`UPDATE archive_run SET trouble = $2 WHERE mailbox = $1 AND ended_at IS NULL`, [reading.mailbox, code]),
    );
  }
}
