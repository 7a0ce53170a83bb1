import { randomUUID } from 'node:crypto';
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
}

/** A private `nats-server` with JetStream, for whoever is on this machine. */
export function startNats({ dir, port }: NatsOptions): Promise<RunningNats> {
  return port === undefined ? onFreePorts(1, ([free]) => startOn(free!, dir)) : startOn(port, dir);
}

async function startOn(port: number, dir: string): Promise<RunningNats> {
  const binary = process.env['NATS_SERVER_BIN'] ?? findExecutable('nats-server');
  const name = randomUUID();
  const running = await startServer({
    name: 'nats-server',
    dir,
    ports: [port],
    command: [binary, '-a', '127.0.0.1', '-p', String(port), '-n', name, '-js', '-sd', join(dir, 'store')],
    // The first thing that the server sends tells its name: with it, nobody else's server is taken for ours.
    isReady: async () => (await greeting(port, /^INFO .*\r\n/)).includes(name),
  });
  return { ...running, url: `nats://127.0.0.1:${port}`, port };
}
