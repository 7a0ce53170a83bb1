import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { DataSource } from 'typeorm';

const EVERY_MS = 3_600_000;
/** As long as the streams keep events: a lost stream can be filled again from the outbox. */
const KEEP_DAYS = 14;
/** So many rows are looked at by one statement: a few milliseconds. */
const PIECE = 1_000;

/** Goes through a table in the order of its primary key, which costs those who write into it no index. */
interface Walk {
  /** Takes what is too old out of one piece of it, and answers with the last key where there is more to look at. */
  readonly piece: string;
  /** The key that is before all others. */
  readonly from: readonly string[];
}

/** Its keys ascend with time: behind a piece that is not old altogether nothing is. */
const OUTBOX: Walk = {
  piece: `
  WITH piece AS (SELECT seq, created_at FROM outbox WHERE seq > $1 ORDER BY seq LIMIT ${PIECE}),
    gone AS (DELETE FROM outbox o USING piece
      WHERE o.seq = piece.seq AND o.published_at < now() - interval '${KEEP_DAYS} days')
  SELECT max(seq) AS seq FROM piece HAVING max(created_at) < now() - interval '${KEEP_DAYS} days'`,
  from: ['0'],
};

const INBOX: Walk = {
  piece: `
  WITH piece AS (SELECT consumer, source, id FROM inbox WHERE (consumer, source, id) > ($1, $2, $3)
      ORDER BY consumer, source, id LIMIT ${PIECE}),
    gone AS (DELETE FROM inbox i USING piece WHERE (i.consumer, i.source, i.id) = (piece.consumer, piece.source, piece.id)
      AND i.received_at < now() - interval '${2 * KEEP_DAYS} days')
  SELECT consumer, source, id FROM piece ORDER BY consumer DESC, source DESC, id DESC LIMIT 1`,
  from: ['', '', ''],
};

/** Takes away what was published or received so long ago that nobody asks for it. Nobody waits for it meanwhile. */
@Injectable()
export class Prune implements OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private begunAt = -Infinity;
  private stopping = false;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly db: DataSource) {}

  /** Begins once an hour, however often it is called. */
  begin(): void {
    if (this.stopping || performance.now() - this.begunAt < EVERY_MS) return;
    this.begunAt = performance.now();
    this.running = this.running
      .then(() => this.all())
      .catch((error: unknown) =>
        this.logger.warn({ err: error }, 'what is old could not be taken away, trying again later'),
      );
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.running;
  }

  private async all(): Promise<void> {
    for (const { piece, from } of [OUTBOX, INBOX]) {
      let key: readonly string[] | undefined = from;
      while (key && !this.stopping) key = await this.after(key, piece);
    }
  }

  private async after(key: readonly string[], piece: string): Promise<readonly string[] | undefined> {
    const [last]: Record<string, string>[] = await this.db.query(piece, [...key]);
    return last && Object.values(last);
  }
}
