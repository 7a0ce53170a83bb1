import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Unusable } from './unusable.js';

const ANSWER_MS = 1_000;

/**
 * Makes this process the only one that uses a folder; returns how to let others have it. A socket is the sign, because it
 * is dead the moment its process is, and a process id may be somebody else's by then. Throws when another one has it.
 */
export async function onlyOne(dir: string): Promise<() => Promise<void>> {
  const path = join(tmpdir(), `replyline-${createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16)}.sock`);
  const holder = await answers(path);
  if (holder !== undefined)
    throw new Unusable(`${holder || 'another process'} already runs a stack in ${dir}; end it first`);
  rmSync(path, { force: true });
  const server = await listen(path);
  return () => new Promise((closed) => server.close(() => closed()));
}

/** What the holder of the folder says when it is called: its process id. It says nothing while it is too busy. */
const answers = (path: string): Promise<string | undefined> =>
  new Promise((resolveAnswer) => {
    const socket = connect(path);
    let said = '';
    const answer = () => (socket.destroy(), resolveAnswer(said));
    socket.on('data', (chunk) => (said += chunk.toString()));
    socket.once('connect', () => socket.setTimeout(ANSWER_MS, answer));
    socket.once('end', answer);
    socket.once('error', () => resolveAnswer(undefined));
  });

const listen = (path: string): Promise<Server> =>
  new Promise((resolveServer, reject) => {
    const server = createServer((socket) => socket.on('error', () => undefined).end(`process ${process.pid}`));
    server.once('error', reject);
    server.listen(path, () => resolveServer(server.unref()));
  });
