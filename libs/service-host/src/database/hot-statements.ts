import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { SilenceWatch } from './silence-watch.js';

/** A text that never changes: what varies are its parameters. */
export interface HotStatement {
  /** Unique in its service. */
  readonly name: string;
  readonly text: string;
}

/** Two for those who ask one after the other, and one for whoever comes beside them. */
const CONNECTIONS = 3;
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
 * Statements that run so often that planning them costs more than doing them: each is planned once a connection, on
 * connections of their own, which nobody else can use up either. Through PgBouncer it needs sessions, as `LISTEN` does.
 */
@Injectable()
export class HotStatements implements OnApplicationShutdown {
  private readonly logger = new Logger('PostgreSQL');
  private readonly pool: pg.Pool;

  constructor(db: DataSource) {
    const watch = new SilenceWatch(SILENCE_MS);
    watch.begin();
    this.pool = new pg.Pool({
      connectionString: (db.options as { url?: string }).url,
      application_name: `${(db.options as { applicationName?: string }).applicationName ?? ''} hot`,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      // Waited for before the connection is lent. Poolers refuse options, and the URL would replace them.
      onConnect: async (client) => {
        watch.over(client);
        await client.query(BY_INDEX);
      },
    });
    this.pool.on('error', (error) => this.logger.warn({ err: error }, 'an idle connection broke'));
  }

  /** Resolves with its rows. */
  async do<T>(statement: HotStatement, values: readonly unknown[]): Promise<T[]> {
    const { rows } = await this.pool.query({ ...statement, values: [...values] });
    return rows as T[];
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }
}
