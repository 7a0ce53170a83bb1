import { connect } from 'node:net';

const CONNECT_TIMEOUT_MS = 2_000;
const DEFAULT_PORT = 4222;

/** Resolves when one of the servers accepts a connection. The connection that is used later waits without a limit. */
export const reachNats = (servers: string): Promise<void> => Promise.any(servers.split(',').map(reach));

function reach(server: string): Promise<void> {
  const { hostname, port } = new URL(server.replace(/^(nats|tls):/, 'http:'));
  const socket = connect({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || DEFAULT_PORT),
    timeout: CONNECT_TIMEOUT_MS,
  });
  return new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve).once('error', reject);
    socket.once('timeout', () => reject(new Error('no answer')));
  }).finally(() => socket.destroy());
}
