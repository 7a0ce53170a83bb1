import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findExecutable } from './executables.js';
import { onFreePorts } from './free-ports.js';
import { startServer, type Running } from './server-process.js';
import { greeting } from './speak.js';

export interface RunningNats extends Running {
  readonly url: string;
  readonly port: number;
}

export interface NatsOptions {
  /** Started again with the same folder, it has its streams back. */
  readonly dir: string;
  /** Any free one if absent. */
  readonly port?: number;
  /** What else nats-server is told, in its own language; kept in the folder for the next start. */
  readonly configuration?: string;
}

/** A private `nats-server` with JetStream, for whoever is on this machine. */
export function startNats({ dir, port, configuration }: NatsOptions): Promise<RunningNats> {
  mkdirSync(dir, { recursive: true });
  if (configuration !== undefined) writeFileSync(configurationIn(dir), configuration, { mode: 0o600 });
  return port === undefined ? onFreePorts(1, ([free]) => startOn(free!, dir)) : startOn(port, dir);
}

const configurationIn = (dir: string): string => join(dir, 'nats.conf');

async function startOn(port: number, dir: string): Promise<RunningNats> {
  const binary = process.env['NATS_SERVER_BIN'] ?? findExecutable('nats-server');
  const name = randomUUID();
  const told = existsSync(configurationIn(dir)) ? ['-c', configurationIn(dir)] : [];
  const running = await startServer({
    name: 'nats-server',
    dir,
    ports: [port],
    command: [binary, '-a', '127.0.0.1', '-p', String(port), '-n', name, '-js', '-sd', join(dir, 'store'), ...told],
    // The first thing that the server sends tells its name: with it, nobody else's server is taken for ours.
    isReady: async () => (await greeting(port, /^INFO .*\r\n/)).includes(name),
  });
  return { ...running, url: `nats://127.0.0.1:${port}`, port };
}
