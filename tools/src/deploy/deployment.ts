import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { freePorts, startNats, startPostgres, startServer, type Running } from '@replyline/local-servers';
import { COMPOSE_FILE, environmentForTrying, ROOT, type ServiceName } from './checkout.js';
import { interpolate, readComposeFile } from './compose-file.js';
import type { Variables } from './dockerfile.js';
import { environmentOf, playDockerfile, type Image } from './play-dockerfile.js';

/** What docker-compose.yml describes, without containers: its databases, a broker, and images that are folders. */
export interface Deployment {
  readonly values: Variables;
  /** The address of a database, for a role of PostgreSQL. */
  databaseUrl(role: string, password: string, database: string): string;
  image(service: ServiceName): Image;
  /** Starts the image's command in the environment that Compose gives, and resolves when it answers /health/live. */
  start(service: ServiceName): Promise<{ readonly url: string; readonly env: NodeJS.ProcessEnv }>;
  stop(): Promise<void>;
}

export async function startDeployment(folder: string): Promise<Deployment> {
  const values = environmentForTrying();
  const ends: Running[] = [];
  const ending = <T extends Running>(running: T): T => (ends.push(running), running);
  const postgres = ending(await startPostgres({ dir: join(folder, 'postgres'), isForgetful: true }));
  const nats = ending(await startNats({ dir: join(folder, 'nats'), configuration: brokerUsers(values) }));
  createDatabases(folder, postgres.url('postgres'), values);
  const image = (service: ServiceName) =>
    playDockerfile({
      dockerfile: join(ROOT, 'deploy/Dockerfile'),
      context: ROOT,
      folder: join(folder, 'build'),
      args: { SERVICE: service },
    });
  const start = async (service: ServiceName) => {
    const played = image(service);
    const [port] = await freePorts(1);
    const given = environmentInCompose(service, values, { postgresPort: postgres.port, natsPort: nats.port });
    const env = { ...environmentOf(played), ...given, HOST: '127.0.0.1', PORT: String(port) };
    const url = `http://127.0.0.1:${port}`;
    const dir = join(played.root, played.workdir);
    const isReady = async () => (await fetch(`${url}/health/live`)).ok;
    ending(await startServer({ name: service, dir, command: played.command, env, ports: [port!], isReady }));
    return { url, env };
  };
  const stop = async () => {
    for (const running of ends.reverse()) await running.stop();
  };
  const databaseUrl = (role: string, password: string, database: string) =>
    `postgres://${role}:${password}@127.0.0.1:${postgres.port}/${database}`;
  return { values, databaseUrl, image, start, stop };
}

/** The users of the broker in Compose, their passwords where nats-server would look into its environment. */
function brokerUsers(values: Variables): string {
  const read = (file: string) => readFileSync(join(ROOT, 'deploy', file), 'utf8');
  const users = read('nats-users.conf').replace(/include (\S+)/, (_line, file: string) => read(file));
  return users.replaceAll(/\$(NATS_PASSWORD_\w+)/g, (_variable, name: string) => values[name] ?? '');
}

/** Runs the script that the image of PostgreSQL would run. */
function createDatabases(folder: string, adminUrl: string, values: Variables): void {
  const { hostname, port, username, password } = new URL(adminUrl);
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(
    join(bin, 'psql'),
    `#!/bin/sh\nexec '${process.execPath}' '${join(ROOT, 'tools/src/deploy/psql-stand-in.mjs')}' "$@"\n`,
  );
  chmodSync(join(bin, 'psql'), 0o755);
  const server = { PGHOST: hostname, PGPORT: port, PGPASSWORD: password, POSTGRES_USER: username };
  const PATH = [bin, process.env['PATH']].join(delimiter);
  execFileSync(join(ROOT, 'deploy/postgres/10-databases.sh'), { env: { ...values, ...server, PATH }, stdio: 'pipe' });
}

/** The environment that stands in docker-compose.yml, with its servers where ours are. */
function environmentInCompose(
  service: ServiceName,
  values: Variables,
  { postgresPort, natsPort }: { postgresPort: number; natsPort: number },
): Variables {
  const given = readComposeFile(COMPOSE_FILE).services[service]!.environment!;
  const moved = Object.entries(given).map(([name, text]) => [
    name,
    interpolate(text, values)
      .replace('@postgres:5432', `@127.0.0.1:${postgresPort}`)
      .replace('@nats:4222', `@127.0.0.1:${natsPort}`),
  ]);
  return Object.fromEntries(moved) as Variables;
}
