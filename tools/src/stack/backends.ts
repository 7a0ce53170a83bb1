import { join } from 'node:path';
import { natsUsers } from '@replyline/contracts';
import { startNats, startPostgres } from '@replyline/local-servers';
import pg from 'pg';
import type { StackSecrets } from './secrets.js';
import { SERVICES, type Backends, type ServiceName } from './services.js';

export interface RunningBackends extends Backends {
  stop(): Promise<void>;
  /** Only the embedded broker can be killed. */
  readonly nats?: Awaited<ReturnType<typeof startNats>>;
}

/** PostgreSQL and NATS: embedded, or the ones that `DATABASE_URL` and `NATS_URL` name. */
export async function startBackends(
  dir: string,
  { natsPasswords }: Pick<StackSecrets, 'natsPasswords'>,
  env: NodeJS.ProcessEnv,
): Promise<RunningBackends> {
  const [postgres, nats] = await Promise.all([
    env['DATABASE_URL'] ? foreignPostgres(env['DATABASE_URL']) : embeddedPostgres(join(dir, 'postgres')),
    env['NATS_URL'] ? undefined : startNats({ dir: join(dir, 'nats'), configuration: brokerOf(natsPasswords) }),
  ]);
  return {
    natsUrl: nats?.url ?? env['NATS_URL']!,
    natsUrlOf: (name) => (nats ? `nats://${name}:${natsPasswords[name]}@127.0.0.1:${nats.port}` : env['NATS_URL']!),
    database: postgres.database,
    ...(nats && { nats }),
    stop: async () => void (await Promise.all([nats?.stop(), postgres.stop()])),
  };
}

/** The services' users as in production, and one for whoever is on this machine and brings no password. */
const brokerOf = (passwords: StackSecrets['natsPasswords']): string =>
  `no_auth_user: operator
authorization: { users: [
${natsUsers((service) => passwords[service])}
  { user: operator, password: operator }
] }
`;

const databaseOf = (service: ServiceName) => `replyline_${service.replaceAll('-', '_')}`;

async function embeddedPostgres(dir: string) {
  const running = await startPostgres({ dir });
  for (const service of SERVICES) await running.createDatabase(databaseOf(service));
  return { database: (name: ServiceName) => running.url(databaseOf(name)), stop: () => running.stop() };
}

/** Creates the four databases on a server that somebody else runs; its user needs CREATEDB. */
async function foreignPostgres(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const service of SERVICES) {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseOf(service)]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${databaseOf(service)}`);
  }
  await client.end();
  const database = (name: ServiceName) => Object.assign(new URL(url), { pathname: `/${databaseOf(name)}` }).toString();
  return { database, stop: () => Promise.resolve() };
}
