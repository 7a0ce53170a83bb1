import pg from 'pg';
import type { Publication } from './stream-publisher.js';

export interface Pending extends Publication {
  readonly seq: string;
}

const BATCH = 500;
/** A database that says nothing for so long is as good as gone: the session ends and another one begins. */
const DATABASE_TIMEOUT_MS = 15_000;
/**
 * A process that is frozen keeps its session, and with it the lock that makes its relay the active one: PostgreSQL ends a
 * session that has said nothing for so long. Who lives says something, whatever else it waits for.
 */
const FROZEN = `SET idle_session_timeout = '8s'`;
const SIGN_OF_LIFE_MS = 2_000;
/** One relay per database is active, so documents leave in the order of their commits. */
const RELAY_LOCK = 7_001;

/** Where the texts of documents are published. */
export const DOCUMENTS = '$KV.';

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

/** One connection to the database of the outbox: it says what is next, keeps others from asking too, and wakes whoever waits. */
export class OutboxSession {
  /** Why it is of no more use. */
  broken: Error | undefined;
  private living: NodeJS.Timeout | undefined;
  private sign: Promise<unknown> = Promise.resolve();
  private isAsking = false;

  private constructor(private readonly client: pg.Client) {}

  /** `wake` is called when something is committed, and when the session breaks. */
  static async open(url: string | undefined, wake: () => void): Promise<OutboxSession> {
    const client = new pg.Client({
      connectionString: url,
      application_name: 'outbox-relay',
      keepAlive: true,
      connectionTimeoutMillis: DATABASE_TIMEOUT_MS,
      query_timeout: DATABASE_TIMEOUT_MS,
    });
    const session = new OutboxSession(client);
    client.on('error', (error) => ((session.broken = error), wake()));
    client.on('notification', wake);
    await client.connect();
    await session.begin();
    return session;
  }

  private async begin(): Promise<void> {
    this.living = setInterval(() => this.showLife(), SIGN_OF_LIFE_MS);
    try {
      await this.ask(`LISTEN outbox;${FROZEN};${BY_INDEX}`);
    } catch (error) {
      this.end();
      throw error;
    }
  }

  /** The lock belongs to the connection, so it is free the moment its process is gone. */
  async becomeActive(): Promise<boolean> {
    const asking = `SELECT pg_try_advisory_lock(${RELAY_LOCK}) AS active`;
    const { rows } = await this.ask<{ active: boolean }>(asking);
    return rows[0]!.active;
  }

  /** Writes down what was published, and finds what is next. */
  async next(published: readonly string[]): Promise<readonly Pending[]> {
    const { rows } = await this.ask<Pending>({ name: 'next-of-outbox', text: NEXT, values: [published] });
    return rows;
  }

  /** Resolves with how soon the first of them is due. */
  async leaveForLater(failed: readonly string[]): Promise<number | null> {
    const { rows } = await this.ask<{ dueInMs: number | null }>({ text: FAILED, values: [failed] });
    return rows[0]!.dueInMs;
  }

  /** A session asks one thing at a time, and who asks shows that he lives. */
  private async ask<Row extends pg.QueryResultRow>(query: string | pg.QueryConfig): Promise<pg.QueryResult<Row>> {
    this.isAsking = true;
    try {
      await this.sign;
      return await this.client.query<Row>(query);
    } finally {
      this.isAsking = false;
    }
  }

  private showLife(): void {
    if (!this.isAsking) this.sign = this.sign.then(() => this.client.query('SELECT 1')).catch(() => undefined);
  }

  end(): void {
    clearInterval(this.living);
    // Not awaited: a database that answers nothing does not answer this either.
    void this.client.end().catch(() => undefined);
  }
}
