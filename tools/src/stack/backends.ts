import { join } from 'node:path';
import { natsAccounts } from '@replyline/contracts';
import { startNats, startPostgres, type RunningNats, type RunningPostgres } from '@replyline/local-servers';
import { allOrNone, stopAll } from './all-or-none.js';
import { requireJetStream } from './given-nats.js';
import { givenPostgres, type GivenPostgres } from './given-postgres.js';
import type { StackSecrets } from './secrets.js';
import { SERVICES, type Backends, type ServiceName } from './services.js';

/** Servers of somebody else, to be used instead of the embedded ones. */
export interface GivenServers {
  /** The databases of the services are made on its server; see `databaseName`. */
  readonly databaseUrl?: string;
  /** Keeps the databases of two stacks on one server apart. */
  readonly databasePrefix?: string;
  readonly natsUrl?: string;
}

/** What a person may say in the environment. Tests and benches take the embedded servers, whatever stands there. */
export const givenServers = (env: NodeJS.ProcessEnv): GivenServers => ({
  ...(env['DATABASE_URL'] && { databaseUrl: env['DATABASE_URL'] }),
  ...(env['NATS_URL'] && { natsUrl: env['NATS_URL'] }),
});

export interface RunningBackends extends Backends {
  stop(): Promise<void>;
  /** Only the embedded ones can be killed. */
  readonly nats?: RunningNats;
  readonly postgres?: RunningPostgres;
}

/** PostgreSQL and NATS: embedded, or the given ones. A failed start leaves nothing. */
export async function startBackends(
  { dir, fresh, given = {} }: { dir: string; fresh: boolean; given?: GivenServers },
  { natsPasswords }: Pick<StackSecrets, 'natsPasswords'>,
): Promise<RunningBackends> {
  const { databaseUrl, databasePrefix = '', natsUrl } = given;
  const [postgres, broker] = await allOrNone<[PostgresInUse, Broker]>([
    databaseUrl
      ? givenPostgres({ url: databaseUrl, prefix: databasePrefix, fresh })
      : embeddedPostgres(join(dir, 'postgres')),
    natsUrl ? givenBroker(natsUrl) : embeddedBroker(join(dir, 'nats'), natsPasswords),
  ]);
  const stop = () => stopAll([() => broker.stop(), () => postgres.stop()]);
  const { database, running } = postgres;
  return { ...broker, database, ...(running && { postgres: running }), stop };
}

type Broker = Pick<RunningBackends, 'natsUrl' | 'natsUrlOf' | 'nats' | 'stop'>;

async function givenBroker(url: string): Promise<Broker> {
  await requireJetStream(url);
  return { natsUrl: url, natsUrlOf: () => url, stop: () => Promise.resolve() };
}

async function embeddedBroker(dir: string, passwords: StackSecrets['natsPasswords']): Promise<Broker> {
  const nats = await startNats({ dir, configuration: configurationWith(passwords) });
  const natsUrlOf = (name: ServiceName) => `nats://${name}:${passwords[name]}@127.0.0.1:${nats.port}`;
  return { natsUrl: nats.url, natsUrlOf, nats, stop: () => nats.stop() };
}

/** The services' users as in production, and one for whoever is on this machine and brings no password. */
const configurationWith = (passwords: StackSecrets['natsPasswords']): string => `no_auth_user: operator
${natsAccounts({ passwordOf: (service) => passwords[service], operators: { operator: 'operator' } })}`;

/** Ours when it runs here. */
type PostgresInUse = GivenPostgres & { readonly running?: RunningPostgres };

const databaseOf = (service: ServiceName) => `replyline_${service.replaceAll('-', '_')}`;

async function embeddedPostgres(dir: string): Promise<PostgresInUse> {
  const running = await startPostgres({ dir });
  try {
    for (const service of SERVICES) await running.createDatabase(databaseOf(service));
  } catch (error) {
    await running.stop();
    throw error;
  }
  return { database: (name) => running.url(databaseOf(name)), stop: () => running.stop(), running };
}
