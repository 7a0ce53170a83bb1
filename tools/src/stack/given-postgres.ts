import { Client, escapeIdentifier } from 'pg';
import { SERVICES, type ServiceName } from './services.js';
import { Unusable } from './unusable.js';
import { whyPostgres } from './why-postgres.js';

export interface GivenPostgres {
  /** The URL of a service's own database. */
  readonly database: (name: ServiceName) => string;
  stop(): Promise<void>;
}

const CONNECT_MS = 5_000;
/** PostgreSQL cuts a longer name, silently. */
const LONGEST_NAME = 63;
/** Says that a database is ours to drop: nobody loses one that he made himself. */
const OURS = 'made by npm start of Replyline';

interface Place {
  readonly url: string;
  readonly prefix?: string;
}

/** `replyline` where the URL names no database of its own. */
export function databaseName({ url, prefix = '' }: Place, service: ServiceName): string {
  const named = decodeURIComponent(new URL(url).pathname.slice(1));
  const base = named === '' || named === 'postgres' ? 'replyline' : named;
  return `${base}_${prefix}${service.replaceAll('-', '_')}`;
}

/**
 * A database for each service on a server that somebody else runs. One that is there already is used, and its owner
 * then needs no CREATEDB. `fresh` drops the ones that were made here. Throws `Unusable`, which names no password.
 */
export async function givenPostgres({ fresh, ...place }: Place & { fresh: boolean }): Promise<GivenPostgres> {
  const { url } = place;
  try {
    requireAddress(place);
    await prepareAll(place, fresh);
  } catch (error) {
    throw error instanceof Unusable ? error : new Unusable(whyPostgres(error), { cause: error });
  }
  const database = (name: ServiceName) => at(url, databaseName(place, name));
  return { database, stop: () => Promise.resolve() };
}

function requireAddress(place: Place): void {
  const { url } = place;
  const isOne = URL.canParse(url) && ['postgres:', 'postgresql:'].includes(new URL(url).protocol);
  if (!isOne)
    throw new Unusable(
      'DATABASE_URL is no address of PostgreSQL. Write postgres://user:password@host:port/name, or leave it out for the embedded one.',
    );
  const tooLong = SERVICES.map((service) => databaseName(place, service)).find(
    (name) => Buffer.byteLength(name) > LONGEST_NAME,
  );
  if (tooLong)
    throw new Unusable(`DATABASE_URL: ${tooLong} is too long for the name of a database. Name a shorter one in it.`);
}

const at = (url: string, database: string): string =>
  Object.assign(new URL(url), { pathname: `/${encodeURIComponent(database)}` }).toString();

/** Every server has `postgres`; a URL without a name would lead to a database that is called as its user is. */
const entrance = (url: string): string => (new URL(url).pathname.length > 1 ? url : at(url, 'postgres'));

async function prepareAll(place: Place, fresh: boolean): Promise<void> {
  const client = new Client({ connectionString: entrance(place.url), connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => undefined);
  try {
    await client.connect();
    for (const service of SERVICES) await prepare(client, databaseName(place, service), fresh);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function prepare(client: Client, name: string, fresh: boolean): Promise<void> {
  const { rows } = await client.query<{ comment: string | null }>(
    `SELECT shobj_description(oid, 'pg_database') AS comment FROM pg_database WHERE datname = $1`,
    [name],
  );
  const found = rows[0];
  if (found && !fresh) return;
  if (found && found.comment !== OURS)
    throw new Unusable(
      `DATABASE_URL: --fresh leaves the database ${name} alone, because npm start did not make it. Drop it yourself, or name another one.`,
    );
  if (found) await client.query(`DROP DATABASE ${escapeIdentifier(name)} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${escapeIdentifier(name)}`);
  await client.query(`COMMENT ON DATABASE ${escapeIdentifier(name)} IS '${OURS}'`);
}
