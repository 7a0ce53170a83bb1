import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join, resolve } from 'node:path';
import { findExecutable } from './executables.js';
import { onFreePorts } from './free-ports.js';
import { startServer, type Running } from './server-process.js';

export interface RunningClamd extends Running {
  readonly port: number;
  /** A Unix socket, beside the port. */
  readonly path: string;
}

export interface ClamdOptions {
  readonly dir: string;
  /** Any free one if absent. */
  readonly port?: number;
  /** What it takes for a virus, by the name that it gives it; it knows no other. */
  readonly viruses: Readonly<Record<string, Buffer>>;
  /** What it looks at of one stream; clamd's own default if absent. */
  readonly streamMaxBytes?: number;
}

/** A private ClamAV daemon without the public signatures, which are some hundred megabytes. */
export function startClamd(options: ClamdOptions): Promise<RunningClamd> {
  if (options.port !== undefined) return startOn(options.port, options);
  return onFreePorts(1, ([port]) => startOn(port!, options));
}

async function startOn(port: number, { dir, viruses, streamMaxBytes }: ClamdOptions): Promise<RunningClamd> {
  const home = resolve(dir);
  const path = join(home, 'clamd.sock');
  mkdirSync(join(home, 'db'), { recursive: true });
  writeFileSync(join(home, 'db', 'ours.hdb'), Object.entries(viruses).map(signature).join(''));
  const settings = [
    'Foreground yes',
    `DatabaseDirectory ${join(home, 'db')}`,
    `TemporaryDirectory ${home}`,
    `TCPSocket ${port}`,
    'TCPAddr 127.0.0.1',
    `LocalSocket ${path}`,
    'FixStaleSocket yes',
    ...(streamMaxBytes === undefined ? [] : [`StreamMaxLength ${streamMaxBytes}`]),
  ];
  writeFileSync(join(home, 'clamd.conf'), `${settings.join('\n')}\n`);
  const command = [findExecutable('clamd'), '-c', join(home, 'clamd.conf')];
  // The socket is in our folder: nobody else's server is taken for ours.
  const isReady = async () => (await askClamd({ path }, 'PING')) === 'PONG';
  return { ...(await startServer({ name: 'clamd', dir: home, ports: [port], command, isReady })), port, path };
}

/** `MD5:size:name`, a hash signature of ClamAV. */
const signature = ([name, content]: readonly [string, Buffer]): string =>
  `${createHash('md5').update(content).digest('hex')}:${content.length}:${name}\n`;

/** What clamd answers to a command without data; nothing where it is not there. */
export function askClamd(where: { port: number } | { path: string }, command: string): Promise<string> {
  return new Promise((give) => {
    let said = '';
    const socket = connect(where);
    socket.setTimeout(2_000, () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('data', (piece) => (said += piece.toString('latin1')));
    socket.on('close', () => give(said.replace(/\0.*$/s, '')));
    socket.write(`z${command}\0`);
  });
}
