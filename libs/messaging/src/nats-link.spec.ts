import { startNats } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { NatsLink } from './nats-link.js';

const here = world();
const knowing = (password: string) => `authorization { user: config, password: ${password} }`;

it('a link comes back from a broker that refused its login for a while', async () => {
  const dir = `${here.folder()}/nats`;
  const first = await startNats({ dir, configuration: knowing('right') });
  const link = await NatsLink.open(first.url.replace('://', '://config:right@'), 'config');
  here.onEnd(() => link.onApplicationShutdown());
  let refusals = 0;
  void (async () => {
    for await (const { type } of link.connection.status()) if (type === 'error') refusals += 1;
  })();
  await first.stop();
  const mistaken = await startNats({ dir, port: first.port, configuration: knowing('mistaken') });
  // The client gives up at the second one, unless it is told not to.
  await until(() => refusals >= 3 || link.connection.isClosed(), { what: 'refusals' });
  await mistaken.stop();
  const mended = await startNats({ dir, port: first.port, configuration: knowing('right') });
  here.onEnd(() => mended.stop());
  await until(() => link.isConnected(), { what: 'the link' });
  expect(link.connection.isClosed()).toBe(false);
});
