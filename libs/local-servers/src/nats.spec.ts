import { connect, type NatsConnection } from '@nats-io/transport-node';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { startNats, type RunningNats } from './nats.js';
import { aPrivateServer } from './private-server.contract.js';
import { expect } from '@jest/globals';

async function connected(server: RunningNats, use: (connection: NatsConnection) => Promise<void>): Promise<void> {
  const connection = await connect({ servers: server.url, reconnect: false });
  await use(connection).finally(() => connection.close());
}

aPrivateServer<RunningNats>({
  name: 'NATS',
  start: (dir, earlier) => startNats(earlier ? { dir, port: earlier.port } : { dir }),
  portOf: ({ port }) => port,
  remember: (server) =>
    connected(server, async (connection) => {
      const manager = await jetstreamManager(connection);
      await manager.streams.add({ name: 'KEPT', subjects: ['kept.>'] });
      await jetstream(connection).publish('kept.one', 'remember me');
    }),
  recall: (server) =>
    connected(server, async (connection) => {
      const manager = await jetstreamManager(connection);
      expect((await manager.streams.getMessage('KEPT', { seq: 1 }))?.string()).toBe('remember me');
    }),
});
