import { ReplyFileStore } from '@replyline/messaging';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { isOpen, waitsSince } from '../held-replies/standing.js';
import { FindOrphans } from './find-orphans.js';

const HOUR_MS = 60 * 60_000;
/** A reply is decided in moments, and after an outage within hours; then its files are put again. */
const UNUSED_MS = 24 * HOUR_MS;
const BATCH = 100;
/** Orphans are an earlier version's, and looking for them reads all that is known of files. */
const LOOKS_A_DAY = 24;

/** No post names it, and no held reply that its owner may still post ($2: those that were held later). */
const IS_UNUSED = `used_at IS NULL AND stored_at < $1 AND NOT EXISTS (
  SELECT FROM held_reply h WHERE ${isOpen('$2')}
    AND h.files @> jsonb_build_array(jsonb_build_object('sha256', reply_file.sha256)))`;

/**
 * Takes files away that were put for a reply which came to nothing: because a process ended in between, or because its owner
 * discarded it, or did not decide while he could.
 */
@Injectable()
export class SweepFiles implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('SweepFiles');
  private timer: NodeJS.Timeout | undefined;
  private isStopping = false;
  private sweeps = 0;

  constructor(
    private readonly db: DataSource,
    private readonly store: ReplyFileStore,
    private readonly orphans: FindOrphans,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.sweepOrWarn(), HOUR_MS).unref();
  }

  beforeApplicationShutdown(): void {
    this.isStopping = true;
    clearInterval(this.timer);
  }

  /** Resolves with how many there were. */
  async sweep(): Promise<number> {
    const before = new Date(this.clock.now().getTime() - UNUSED_MS);
    let [count, found] = [0, BATCH];
    while (found === BATCH && !this.isStopping) {
      found = await this.sweepSome(before);
      count += found;
    }
    return count;
  }

  private async sweepSome(before: Date): Promise<number> {
    const rows: { sha256: string }[] = await this.db.query(
      `SELECT sha256 FROM reply_file WHERE ${IS_UNUSED} ORDER BY stored_at LIMIT $3`,
      [before, waitsSince(before), BATCH],
    );
    for (const { sha256 } of rows) await this.remove(sha256, before);
    return rows.length;
  }

  /** Whoever puts it again at this moment waits for the row, and finds that it has gone. */
  private async remove(sha256: string, before: Date): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [gone]: [unknown[], number] = await tx.query(
        `DELETE FROM reply_file WHERE sha256 = $3 AND ${IS_UNUSED} RETURNING sha256`,
        [before, waitsSince(before), sha256],
      );
      if (gone.length > 0) await this.store.remove(sha256);
    });
  }

  private async sweepOrWarn(): Promise<void> {
    try {
      if (this.sweeps++ % LOOKS_A_DAY === 0) await this.orphans.find();
      await this.sweep();
    } catch (error) {
      this.logger.warn({ err: error }, 'files that no reply names could not be taken away');
    }
  }
}
