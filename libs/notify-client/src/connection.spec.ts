import { natsAccounts, STREAMS } from '@replyline/contracts';
import { startNats, until } from '@replyline/local-servers';
import { connect } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { notificationOf, Notifier } from './index.js';

const here = world();
const accounts = (password: string) =>
  natsAccounts({ passwordOf: () => 'p1', operators: { operator: 'p1' }, publishers: { exports: password } });
const wanted = {
  kind: 'job-status' as const,
  recipients: [{ address: 'bob@example.test' }],
  variables: { title: 'Export', text: 'It is done.' },
};

it('a notifier comes back from a broker that refused its login for a while', async () => {
  const dir = `${here.folder()}/nats`;
  const first = await startNats({ dir, configuration: accounts('right') });
  const operator = await connect({ servers: first.url, user: 'operator', pass: 'p1', maxReconnectAttempts: -1 });
  await (await jetstreamManager(operator)).streams.add({ name: 'REQUEST', subjects: [...STREAMS.REQUEST] });
  const notifier = await Notifier.connect({ servers: first.url, publisher: 'exports', password: 'right' });
  await first.stop();
  const mistaken = await startNats({ dir, port: first.port, configuration: accounts('mistaken') });
  // What it is asked for meanwhile is refused, as long as nobody listens; two refusals are what the client gives up after.
  for (let asked = 0; asked < 3; asked += 1) {
    await expect(notifier.publish(notificationOf('exports', wanted))).rejects.toThrow();
  }
  await mistaken.stop();
  const mended = await startNats({ dir, port: first.port, configuration: accounts('right') });
  here.onEnd(() => mended.stop());
  const isTaken = () =>
    notifier.publish(notificationOf('exports', wanted)).then(
      () => true,
      () => false,
    );
  await until(isTaken, { what: 'the request to be taken' });
  await Promise.all([notifier.close(), operator.close()]);
});

it('a notifier that is told to use TLS says no password to a broker without it', async () => {
  const broker = await startNats({ dir: `${here.folder()}/without-tls`, configuration: accounts('right') });
  here.onEnd(() => broker.stop());
  const servers = broker.url.replace('nats://', 'tls://');
  const connecting = Notifier.connect({ servers, publisher: 'exports', password: 'right' });
  await expect(connecting).rejects.toThrow(/does not support 'tls'/);
});
