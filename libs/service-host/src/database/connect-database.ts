import { Logger } from '@nestjs/common';
import type { ClientBase } from 'pg';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { BaseEnvironment } from '../environment/base-environment.js';
import { untilAnswers } from '../start/until-answers.js';
import { asRefusal } from './as-refusal.js';
import { migrate } from './migrate.js';
import { endWhereOnlyRead } from './only-reads.js';
import { SilenceWatch } from './silence-watch.js';

export type Entities = readonly (EntitySchema | (new () => object))[];
export type Migrations = readonly (new () => MigrationInterface)[];

export interface Database {
  /** What the operator of PostgreSQL sees in `pg_stat_activity`. */
  readonly name: string;
  readonly env: Pick<BaseEnvironment, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'START_TIMEOUT_SECONDS'>;
  readonly entities: Entities;
  readonly migrations: Migrations;
  /** How long PostgreSQL may say nothing to a statement before its connection is given up. */
  readonly silenceMs?: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** Far longer than any statement of ours takes, and than a lock of ours is held. */
const SILENCE_MS = 30_000;
/** Sooner than the five minutes after which firewalls commonly forget a connection. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** The pool of a service, its migrations applied. Waits for PostgreSQL; throws a code of `service` when it does not let us in. */
export async function connectDatabase(database: Database): Promise<DataSource> {
  const watch = new SilenceWatch(database.silenceMs ?? SILENCE_MS);
  const source = new DataSource(optionsOf(database, watch));
  const deadlineMs = database.env.START_TIMEOUT_SECONDS * 1_000;
  await untilAnswers({ part: 'PostgreSQL', attempt: () => source.initialize().catch(asRefusal), deadlineMs });
  await migrate(source);
  watch.begin();
  return source;
}

const log = new Logger('PostgreSQL');

const optionsOf = ({ name, env, entities, migrations }: Database, watch: SilenceWatch) => ({
  type: 'postgres' as const,
  url: env.DATABASE_URL,
  applicationName: name,
  poolSize: env.DATABASE_POOL_SIZE,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  extra: {
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
    onConnect: (client: ClientBase) => (watch.over(client), endWhereOnlyRead(client)),
  },
  entities: [...entities],
  migrations: [...migrations],
  migrationsTableName: 'migration',
  // Statements carry their parameters, and parameters carry mail.
  logging: false as const,
  /** An idle connection that breaks is replaced; without a listener it would end the process. */
  poolErrorHandler: (error: unknown) => log.warn({ err: error }, 'an idle connection broke'),
});
