import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { requireWritable } from './only-reads.js';
import { SilenceWatch } from './silence-watch.js';

/** A text that never changes: what varies are its parameters. */
export interface HotStatement {
  /** Unique in its service. */
  readonly name: string;
  readonly text: string;
}

/** What can always be written: a value that cannot would fail here, after the rest has been said. */
type Value = string | number | boolean | null | readonly string[];

/** A statement, and what varies in it this time. */
export type Step = readonly [statement: HotStatement, values: readonly Value[]];

/** Two for those who ask one after the other, and one for whoever comes beside them. */
const ALONE = 3;
/** One for each lane. */
const TRANSACTIONS = 3;
const CONNECT_TIMEOUT_MS = 5_000;
const SILENCE_MS = 15_000;

/**
 * Left alone, PostgreSQL keeps a plan that it made while a table was empty, and reads the whole table each time once it
 * is full. What runs for every mail finds a few rows by their keys, however many others there are: by index, one after
 * the other. Nobody holds the locks that it needs for longer than a moment.
 */
const BY_INDEX = `
  SET plan_cache_mode = force_generic_plan;
  SET enable_seqscan = off;
  SET enable_bitmapscan = off;
  SET enable_hashjoin = off;
  SET enable_mergejoin = off;
  SET jit = off;
  SET lock_timeout = '2s'`;

/**
 * A transaction is sent whole, its `BEGIN` too. Were that alone refused or cancelled, each of its steps would be a
 * transaction of its own; so whatever has not begun with the words of ours may write nothing.
 */
const BEGUN_OR_NOT_AT_ALL = `${BY_INDEX};
  SET default_transaction_read_only = on`;
const BEGIN = { text: 'BEGIN READ WRITE' };
const COMMIT = { text: 'COMMIT' };

/**
 * Statements that run so often that planning them costs more than doing them: each is planned once a connection, on
 * connections of their own, which nobody else can use up either. Through PgBouncer it needs sessions, as `LISTEN` does.
 */
@Injectable()
export class HotStatements implements OnApplicationShutdown {
  private readonly logger = new Logger('PostgreSQL');
  private readonly watch = new SilenceWatch(SILENCE_MS);
  private readonly alone: pg.Pool;
  private readonly transactions: pg.Pool;

  constructor(private readonly db: DataSource) {
    this.watch.begin();
    this.alone = this.pool(ALONE, BY_INDEX);
    this.transactions = this.pool(TRANSACTIONS, BEGUN_OR_NOT_AT_ALL);
  }

  /** Resolves with its rows. */
  async do<T>(statement: HotStatement, values: readonly unknown[]): Promise<T[]> {
    const { rows } = await this.alone.query(queryOf(statement, values));
    return rows as T[];
  }

  /**
   * One transaction that is sent at once, so none of its steps can depend on what another one answers. Resolves with the
   * rows of each once all of it is committed; none of it is when a step fails.
   */
  async transaction(...steps: readonly Step[]): Promise<unknown[][]> {
    const client = await this.transactions.connect();
    // Each step fails of a connection that ends, and the pool sees that it did. An error that nobody hears ends the process.
    client.on('error', ignore);
    const said = [BEGIN, ...steps.map(([statement, values]) => queryOf(statement, values)), COMMIT].map((query) =>
      client.query(query),
    );
    // A step that fails makes the rest fail, and COMMIT undo it all: then the connection is as it was.
    await Promise.allSettled(said);
    client.off('error', ignore);
    // One whose COMMIT was refused or cancelled is in its transaction still.
    client.release(client.getTransactionStatus() !== 'I');
    const [, ...done] = await Promise.all(said);
    return done.slice(0, steps.length).map(({ rows }) => rows as unknown[]);
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.alone.end(), this.transactions.end()]);
  }

  private pool(max: number, settings: string): pg.Pool {
    const { url, applicationName } = this.db.options as { url?: string; applicationName?: string };
    const pool = new pg.Pool({
      connectionString: url,
      application_name: `${applicationName ?? ''} hot`,
      max,
      // Whoever has a connection may say all that he has to say before the first answer.
      pipeline: true,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      // Waited for before the connection is lent. Poolers refuse options, and the URL would replace them.
      onConnect: async (client) => {
        this.watch.over(client);
        await requireWritable(client);
        await client.query(settings);
      },
    });
    pool.on('error', (error) => this.logger.warn({ err: error }, 'an idle connection broke'));
    return pool;
  }
}

const queryOf = (statement: HotStatement, values: readonly unknown[]) => ({ ...statement, values: [...values] });
const ignore = (): void => undefined;
