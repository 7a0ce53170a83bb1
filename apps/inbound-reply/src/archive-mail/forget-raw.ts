import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { isOpen, waitsSince } from '../held-replies/standing.js';
import { DAY_MS } from './local-day.js';

/** How long mail is kept as it came. */
export class RawRetention {
  constructor(readonly days: number) {}
}

const LOOK_MS = 3_600_000;
/** One statement of so many large values holds its locks for about a second. */
const BATCH = 500;

/**
 * Drops the source of mails that were decided long ago, and with it what was read from those that became no post: it is all that
 * a stranger wrote. The verdict, a reply that was posted and the hash stay. Every replica may: a row that another one has in hand
 * is passed over.
 */
@Injectable()
export class ForgetRaw implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger('Retention');
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();
  private stopping = false;

  constructor(
    private readonly db: DataSource,
    private readonly retention: RawRetention,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const look = (): void => {
      this.running = this.forget().catch((error: unknown) =>
        this.logger.warn({ err: error }, 'the source of old mail could not be dropped'),
      );
    };
    look();
    this.timer = setInterval(look, LOOK_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** All that is due. */
  async forget(): Promise<void> {
    let dropped = 0;
    for (let count = BATCH; count === BATCH && !this.stopping; dropped += count) count = await this.forgetSome();
    if (dropped > 0) this.logger.log({ dropped }, 'the source of old mail is dropped');
  }

  /** A held reply keeps its mail as long as its owner may decide. */
  private async forgetSome(): Promise<number> {
    const now = this.clock.now();
    const [row]: { dropped: number }[] = await this.db.query(FORGET, [
      now,
      new Date(now.getTime() - this.retention.days * DAY_MS),
      BATCH,
      waitsSince(now),
    ]);
    return row!.dropped;
  }
}

const IS_POSTED = `(m.outcome = 'accept' OR EXISTS (SELECT 1 FROM held_reply h WHERE h.inbound_mail_id = m.id AND h.state = 'posted'))`;
/** What somebody wrote; of evidence and files only names and numbers are known. */
const WORDS = ['reply_text', 'elided', 'besides'] as const;

const FORGET = `
  WITH dropped AS (
    UPDATE inbound_mail m SET raw = NULL, raw_removed_at = $1,
      ${WORDS.map((column) => `${column} = CASE WHEN ${IS_POSTED} THEN m.${column} END`).join(', ')}
    WHERE id IN (
      SELECT id FROM inbound_mail m WHERE state = 'processed' AND raw IS NOT NULL AND decided_at < $2
        AND NOT EXISTS (SELECT 1 FROM held_reply h WHERE h.inbound_mail_id = m.id AND ${isOpen('$4')})
      ORDER BY decided_at LIMIT $3 FOR UPDATE SKIP LOCKED)
    RETURNING id),
  words AS (
    UPDATE held_reply SET text = '', files = '[]', left_out = '[]'
    WHERE inbound_mail_id IN (SELECT id FROM dropped) AND state <> 'posted')
  SELECT count(*)::int AS dropped FROM dropped`;
