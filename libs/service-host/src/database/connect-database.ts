import { Logger } from '@nestjs/common';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import type { BaseEnvironment } from '../environment/base-environment.js';
import { untilAnswers } from '../start/until-answers.js';
import { migrate } from './migrate.js';

export type Entities = readonly (EntitySchema | (new () => object))[];
export type Migrations = readonly (new () => MigrationInterface)[];

export interface Database {
  /** What the operator of PostgreSQL sees in `pg_stat_activity`. */
  readonly name: string;
  readonly env: Pick<BaseEnvironment, 'DATABASE_URL' | 'DATABASE_POOL_SIZE' | 'START_TIMEOUT_SECONDS'>;
  readonly entities: Entities;
  readonly migrations: Migrations;
}

const CONNECT_TIMEOUT_MS = 5_000;

/** The pool of a service, its migrations applied. Waits for PostgreSQL; throws `service.unavailable` when it does not come. */
export async function connectDatabase(database: Database): Promise<DataSource> {
  const source = new DataSource(optionsOf(database));
  const deadlineMs = database.env.START_TIMEOUT_SECONDS * 1_000;
  await untilAnswers({ part: 'PostgreSQL', attempt: () => source.initialize(), deadlineMs });
  await migrate(source);
  return source;
}

const log = new Logger('PostgreSQL');

const optionsOf = ({ name, env, entities, migrations }: Database) => ({
  type: 'postgres' as const,
  url: env.DATABASE_URL,
  applicationName: name,
  poolSize: env.DATABASE_POOL_SIZE,
  connectTimeoutMS: CONNECT_TIMEOUT_MS,
  entities: [...entities],
  migrations: [...migrations],
  migrationsTableName: 'migration',
  // Statements carry their parameters, and parameters carry mail.
  logging: false as const,
  /** An idle connection that breaks is replaced; without a listener it would end the process. */
  poolErrorHandler: (error: unknown) => log.warn({ err: error }, 'an idle connection broke'),
});
