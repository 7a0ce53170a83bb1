import { connect, type Socket } from 'node:net';
import { listenOn } from './listener.js';

export interface TcpProxy {
  readonly port: number;
  /** Resets every connection, as a firewall that has lost its state does. New ones are let through. */
  cut(): void;
  /** From now on nothing passes, in old connections and in new ones, and nobody is told. */
  blackHole(): void;
  /** From now on what is said is lost, and so is the news that one side has hung up. */
  lose(): void;
  /** Everything passes again, what was held back included. What was lost stays so. */
  heal(): void;
  openConnections(): number;
  /** How many octets came back from the server, in all connections. */
  saidByServer(): number;
  stop(): Promise<void>;
}

export interface TcpProxyOptions {
  readonly targetPort: number;
  readonly port?: number;
  /** Sees what a client says before the server does; what it does not admit ends the connection there and then. */
  readonly admits?: (said: Buffer) => boolean;
}

/** Stands between a client and a server on this machine, to do what cables do. */
export async function startTcpProxy({ targetPort, port, admits = () => true }: TcpProxyOptions): Promise<TcpProxy> {
  const pairs = new Map<Socket, Socket>();
  let isHole = false;
  let isLosing = false;
  let octets = 0;
  const forward = (client: Socket) => {
    const server = connect(targetPort, '127.0.0.1');
    pairs.set(client, server);
    server.on('data', (said) => (octets += said.byteLength));
    client.once('close', () => pairs.delete(client));
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      const hangUp = () => void (isLosing || to.destroy());
      from.on('error', hangUp);
      from.on('close', hangUp);
      from.on('end', () => void (isLosing || to.end()));
      from.on('data', (said) => {
        if (isLosing) return;
        if (from === server || admits(said)) to.write(said);
        else from.destroy();
      });
      if (isHole) from.pause();
    }
  };
  const eachEnd = (act: (socket: Socket) => void) => [...pairs].flat().forEach(act);
  const listener = await listenOn(port, forward);
  return {
    port: listener.port,
    cut: () => eachEnd((socket) => socket.resetAndDestroy()),
    blackHole: () => {
      isHole = true;
      eachEnd((socket) => socket.pause());
    },
    lose: () => {
      isLosing = true;
    },
    heal: () => {
      isHole = isLosing = false;
      eachEnd((socket) => socket.resume());
    },
    openConnections: () => pairs.size,
    saidByServer: () => octets,
    stop: async () => {
      eachEnd((socket) => socket.destroy());
      await listener.stop();
    },
  };
}
