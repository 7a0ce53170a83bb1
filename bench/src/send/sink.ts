import { join } from 'node:path';
import { connect } from 'node:net';
import { freePorts, startServer, type Running } from '@replyline/local-servers';

export interface Sink extends Running {
  readonly port: number;
}

/** Postfix's own `smtp-sink`: takes everything and keeps nothing, at a speed that nobody else here reaches. */
export async function startSink(dir: string): Promise<Sink> {
  const [port] = await freePorts(1);
  const running = await startServer({
    name: 'smtp-sink',
    dir: join(dir, 'sink'),
    ports: [port!],
    command: ['/usr/sbin/smtp-sink', '-u', 'nobody', `127.0.0.1:${port}`, '1000'],
    isReady: () => answers(port!),
  });
  return { ...running, port: port! };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => (socket.destroy(), resolve(true)));
    socket.once('error', () => resolve(false));
  });
