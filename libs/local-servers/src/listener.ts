import { createServer, type Server, type Socket } from 'node:net';
import { onFreePorts, PortTaken } from './free-ports.js';

/** A TCP server inside this process that knows its connections. */
export interface Listener {
  readonly port: number;
  /** The open ones. */
  readonly sockets: ReadonlySet<Socket>;
  /** The most that were open at once. */
  peakConnections(): number;
  /** Cuts all connections too. */
  stop(): Promise<void>;
}

/** Listens on loopback, on any free port if none is given. */
export function listenOn(port: number | undefined, onConnection: (socket: Socket) => void): Promise<Listener> {
  return port === undefined ? onFreePorts(1, ([free]) => listen(free!, onConnection)) : listen(port, onConnection);
}

function listen(port: number, onConnection: (socket: Socket) => void): Promise<Listener> {
  const sockets = new Set<Socket>();
  let peak = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    peak = Math.max(peak, sockets.size);
    socket.once('close', () => sockets.delete(socket));
    // A client that resets its connection is no reason to end this process.
    socket.on('error', () => socket.destroy());
    onConnection(socket);
  });
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'EADDRINUSE' ? new PortTaken(error.message, { cause: error }) : error);
    });
    server.listen(port, '127.0.0.1', () =>
      resolve({ port, sockets, peakConnections: () => peak, stop: () => stop(server, sockets) }),
    );
  });
}

function stop(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  for (const socket of sockets) socket.destroy();
  return closed;
}
