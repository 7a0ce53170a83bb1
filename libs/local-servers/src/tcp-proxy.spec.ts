import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { listenOn, type Listener } from './listener.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';
import { until } from './until.js';

let echo: Listener;
let proxy: TcpProxy;
const clients: Socket[] = [];

beforeAll(async () => {
  echo = await listenOn(undefined, (socket) => socket.pipe(socket));
  proxy = await startTcpProxy({ targetPort: echo.port });
});
afterEach(() => clients.splice(0).forEach((client) => client.destroy()));
afterAll(async () => {
  await proxy.stop();
  await echo.stop();
});

function client(): { readonly socket: Socket; heard(): string } {
  const socket = connect(proxy.port, '127.0.0.1').on('error', () => undefined);
  let heard = '';
  socket.on('data', (chunk) => (heard += chunk.toString()));
  clients.push(socket);
  return { socket, heard: () => heard };
}

describe('a TCP proxy', () => {
  it('passes everything on', async () => {
    const { socket, heard } = client();
    socket.write('hello');
    await until(() => heard() === 'hello');
  });

  it('cuts what is open and lets new connections through', async () => {
    const before = client();
    before.socket.write('one');
    await until(() => before.heard() === 'one');
    const lost = new Promise((resolve) => before.socket.once('close', resolve));
    proxy.cut();
    await lost;
    const after = client();
    after.socket.write('two');
    await until(() => after.heard() === 'two');
  });

  it('is a black hole until it is healed, for old connections and for new ones', async () => {
    const old = client();
    old.socket.write('1');
    await until(() => old.heard() === '1');
    proxy.blackHole();
    const fresh = client();
    old.socket.write('2');
    fresh.socket.write('3');
    await until(() => proxy.openConnections() >= 2);
    expect([old.heard(), fresh.heard()]).toEqual(['1', '']);
    proxy.heal();
    await until(() => old.heard() === '12' && fresh.heard() === '3');
  });
});
