import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Makes this process the only one that uses a folder; returns how to let others have it. A socket is the sign, because it
 * is dead the moment its process is, and a process id may be somebody else's by then. Throws when another one has it.
 */
export async function onlyOne(dir: string): Promise<() => Promise<void>> {
  const path = join(tmpdir(), `replyline-${createHash('sha256').update(resolve(dir)).digest('hex').slice(0, 16)}.sock`);
  if (await answers(path)) throw new Error(`another process already runs a stack in ${dir}; end it first`);
  rmSync(path, { force: true });
  const server = await listen(path);
  return () => new Promise((closed) => server.close(() => closed()));
}

const answers = (path: string): Promise<boolean> =>
  new Promise((resolveAnswer) => {
    const socket = connect(path);
    socket.once('connect', () => (socket.destroy(), resolveAnswer(true)));
    socket.once('error', () => resolveAnswer(false));
  });

const listen = (path: string): Promise<Server> =>
  new Promise((resolveServer, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', reject);
    server.listen(path, () => resolveServer(server.unref()));
  });
