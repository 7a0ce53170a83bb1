import { setTimeout as elapse } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { NatsLink } from './nats-link.js';
import { StreamPublisher, type Publication } from './stream-publisher.js';

interface Pending extends Publication {
  readonly seq: string;
}

const BATCH = 500;
/** The safety net behind NOTIFY, and how soon a standby notices that the active relay is gone. */
const POLL_MS = 1_000;
/** Where much is going on, fewer and larger batches cost less than the wait; who is alone does not wait. */
const GATHER_MS = 20;
/** A database that says nothing for so long is as good as gone: the session ends and another one begins. */
const DATABASE_TIMEOUT_MS = 15_000;
/**
 * A process that is frozen keeps its session, and with it the lock that makes its relay the active one: PostgreSQL ends a
 * session that has said nothing for so long. Who lives says something, whatever else it waits for.
 */
const FROZEN = `SET idle_session_timeout = '8s'`;
const SIGN_OF_LIFE_MS = 2_000;
const PRUNE_EVERY_MS = 3_600_000;
/** As long as the streams keep events: a lost stream can be filled again from here. */
const KEEP_DAYS = 14;
/** One relay per database is active, so documents leave in the order of their commits. */
const RELAY_LOCK = 7_001;

const DOCUMENTS = '$KV.';

/** What is next is asked many times a second: planned once a session, and by index also if the table was empty then. */
const BY_INDEX = `
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off;
  SET enable_bitmapscan = off;
  SET enable_hashjoin = off;
  SET enable_mergejoin = off;
  SET jit = off`;

/**
 * Writes down what was published ($1) and finds what is next, which is not yet what the same statement writes down. A
 * document waits behind an older text of itself that could not be published.
 */
const NEXT = `WITH published AS (UPDATE outbox SET published_at = now() WHERE seq = ANY($1::bigint[]))
  SELECT seq, dedupe_id AS "dedupeId", subject, headers, payload FROM outbox o
  WHERE published_at IS NULL AND seq <> ALL($1::bigint[]) AND not_before <= now() AND (subject NOT LIKE '${DOCUMENTS}%' OR NOT EXISTS (
    SELECT FROM outbox older WHERE older.published_at IS NULL AND older.seq <> ALL($1::bigint[]) AND older.subject = o.subject AND older.seq < o.seq AND older.not_before > now()))
  ORDER BY seq LIMIT ${BATCH}`;
/**
 * Soon at first, because a broker that has just started says that nobody listens until its streams have leaders; twice
 * as long each time, up to five minutes. Finds in how long the first of them is due.
 */
const FAILED = `WITH failed AS (
    UPDATE outbox SET failures = failures + 1, not_before = now() + least(300, 0.1 * 2 ^ least(failures, 12)) * interval '1 second'
    WHERE seq = ANY($1::bigint[]) RETURNING not_before)
  SELECT extract(epoch FROM min(not_before) - now())::float8 * 1000 AS "dueInMs" FROM failed`;

/** Carries committed outbox rows to NATS. One replica does it; the others stand by and take over within a second. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('Outbox');
  private stopping = false;
  private running: Promise<void> = Promise.resolve();
  private isWanted = false;
  private resume: () => void = () => undefined;
  /** When the first of those that failed is due, by the clock of this process. */
  private dueAt = Infinity;
  private prunedAt = 0;

  constructor(
    private readonly db: DataSource,
    private readonly link: NatsLink,
    private readonly publisher: StreamPublisher,
  ) {}

  onApplicationBootstrap(): void {
    this.link.onReconnect(() => this.wake());
    this.running = this.run();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
  }

  /** One session after another: a session ends when its database connection does. */
  private async run(): Promise<void> {
    while (!this.stopping) {
      await this.session().catch((error: unknown) => {
        if (!this.stopping) this.logger.warn({ err: error }, 'interrupted, going on in a moment');
      });
      if (!this.stopping) await this.pause();
    }
  }

  private async session(): Promise<void> {
    const client = new pg.Client({
      connectionString: (this.db.options as { url?: string }).url,
      application_name: 'outbox-relay',
      keepAlive: true,
      connectionTimeoutMillis: DATABASE_TIMEOUT_MS,
      query_timeout: DATABASE_TIMEOUT_MS,
    });
    let broken: Error | undefined;
    client.on('error', (error) => ((broken = error), this.wake()));
    client.on('notification', () => this.wake());
    await client.connect();
    const living = setInterval(() => void client.query('SELECT 1').catch(() => undefined), SIGN_OF_LIFE_MS);
    try {
      await client.query(`LISTEN outbox;${FROZEN};${BY_INDEX}`);
      let active = false;
      while (!this.stopping && !broken) {
        active ||= await becomeActive(client);
        if (active) await this.relay(client);
        await this.pause();
      }
      if (active && !broken) await this.relay(client);
      if (broken) throw broken;
    } finally {
      clearInterval(living);
      // Not awaited: a database that answers nothing does not answer this either.
      void client.end().catch(() => undefined);
    }
  }

  /** Publishes all that is due; what is committed meanwhile is due too. */
  private async relay(client: pg.Client): Promise<void> {
    // Each row would fail, each second, with a line in the log. The link says when the broker is there again.
    if (!this.link.isConnected()) return;
    let published: string[] = [];
    do {
      this.isWanted = false;
      const { rows } = await client.query<Pending>({ name: 'next-of-outbox', text: NEXT, values: [published] });
      published = await this.publishAll(client, rows);
      if (published.length > 1 && !this.stopping) await elapse(GATHER_MS);
    } while (published.length > 0);
    await this.prune(client);
  }

  /** Resolves with those that were published. A row that fails is left for later, so that it holds up no other. */
  private async publishAll(client: pg.Client, rows: readonly Pending[]): Promise<string[]> {
    const published: string[] = [];
    const failed: string[] = [];
    const inFlight: Promise<unknown>[] = [];
    for (const row of rows) {
      const publish = this.publisher.publish(row).then(
        () => published.push(row.seq),
        (error: unknown) => failed.push(row.seq) && this.logger.warn({ err: error, seq: row.seq }, 'not published'),
      );
      inFlight.push(publish);
      // An older text of a document must never overtake a newer one, so each document waits for its answer.
      if (row.subject.startsWith(DOCUMENTS)) await publish;
      if (failed.length > 0) break;
    }
    await Promise.all(inFlight);
    if (failed.length > 0) await this.leaveForLater(client, failed);
    return published;
  }

  /** While the broker is away every row fails, and none of them is to blame. */
  private async leaveForLater(client: pg.Client, failed: readonly string[]): Promise<void> {
    if (!this.link.isConnected()) return;
    const { rows } = await client.query<{ dueInMs: number | null }>(FAILED, [failed]);
    this.dueAt = Math.min(this.dueAt, performance.now() + Math.ceil(rows[0]!.dueInMs ?? POLL_MS));
  }

  private async prune(client: pg.Client): Promise<void> {
    if (Date.now() - this.prunedAt < PRUNE_EVERY_MS) return;
    this.prunedAt = Date.now();
    await client.query(`DELETE FROM outbox WHERE published_at < now() - interval '${KEEP_DAYS} days'`);
    await client.query(`DELETE FROM inbox WHERE received_at < now() - interval '${2 * KEEP_DAYS} days'`);
  }

  /** Something was committed, or the broker is back. Counts also while a batch is being published, which may not have seen it. */
  private wake(): void {
    this.isWanted = true;
    this.resume();
  }

  private async pause(): Promise<void> {
    if (!this.isWanted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.max(0, Math.min(POLL_MS, this.dueAt - performance.now())));
        this.resume = () => (clearTimeout(timer), resolve());
      });
    }
    if (this.dueAt <= performance.now()) this.dueAt = Infinity;
    this.isWanted = false;
  }
}

/** The lock belongs to the connection, so it is free the moment its process is gone. */
async function becomeActive(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ active: boolean }>(`SELECT pg_try_advisory_lock(${RELAY_LOCK}) AS active`);
  return rows[0]!.active;
}
