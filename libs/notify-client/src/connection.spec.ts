import { natsAccounts, STREAMS } from '@replyline/contracts';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { makeCertificates, startNats, until } from '@replyline/local-servers';
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

it.each([
  ['nats://127.0.0.1:1', 'no broker can be used at nats://127.0.0.1:1: connection refused'],
  ['nats://u:secret@127.0.0.1:1,127.0.0.1:2', 'no broker can be used at nats://127.0.0.1:1, nats://127.0.0.1:2: '],
  ['http://127.0.0.1:1', 'servers names no broker: expected nats://host:4222, '],
  ['', 'servers names no broker: expected nats://host:4222, '],
  ['nats://exports:100%@127.0.0.1:1', 'servers names no broker: expected nats://host:4222, '],
])('a notifier that is given %j says what is wrong', async (servers, why) => {
  const refused = await Notifier.connect({ servers, publisher: 'exports' }).catch((error: Error) => error.message);
  expect(refused).toContain(why);
});

it('a notifier logs in as its URL says, and names the broker that refuses it', async () => {
  const broker = await startNats({ dir: `${here.folder()}/url`, configuration: accounts('p@ss') });
  here.onEnd(() => broker.stop());
  const connectAs = (login: string) =>
    Notifier.connect({ servers: broker.url.replace('nats://', `nats://${login}@`), publisher: 'exports' });
  await (await connectAs('exports:p%40ss')).close();
  await expect(connectAs('exports:mistaken')).rejects.toThrow(`the broker refuses this login at ${broker.url}`);
});

const EXAMPLE = fileURLToPath(new URL('../../../docs/examples/notify.py', import.meta.url));
const example = (NATS_URL: string, env: Record<string, string> = {}) =>
  promisify(execFile)('python3', [EXAMPLE, 'bob@example.test', 'Export', 'It is done.'], {
    env: { PATH: process.env['PATH'], PUBLISHER: 'exports', NATS_URL, ...env },
  }).catch(({ stderr }: { stderr: string }) => ({ stdout: '', stderr }));

it('the example in Python says its password over TLS alone where it is told to', async () => {
  const { ca, caFile, certificateFile, keyFile } = makeCertificates(`${here.folder()}/certificates`);
  const tls = `tls { cert_file: "${certificateFile}", key_file: "${keyFile}" }`;
  const broker = await startNats({ dir: `${here.folder()}/tls`, configuration: `${tls}\n${accounts('right')}` });
  here.onEnd(() => broker.stop());
  const operator = await connect({ servers: broker.url, user: 'operator', pass: 'p1', tls: { ca } });
  await (await jetstreamManager(operator)).streams.add({ name: 'REQUEST', subjects: [...STREAMS.REQUEST] });
  await operator.close();
  const url = broker.url.replace('nats://', 'tls://exports:right@');
  expect((await example(url, { SSL_CERT_FILE: caFile })).stdout).toMatch(/^[0-9a-f-]{36}\n$/);
  expect((await example(url)).stderr).toMatch(/speaks no TLS that can be trusted/);
  const plain = await startNats({ dir: `${here.folder()}/plain`, configuration: accounts('right') });
  here.onEnd(() => plain.stop());
  const { stderr } = await example(plain.url.replace('nats://', 'tls://exports:right@'));
  expect(stderr).toMatch(/^127\.0\.0\.1:\d+ has no TLS: say nats:\/\/ if it may be without\n$/);
});

it.each(['127.0.0.1:4222', 'nats://a:4222,nats://b:4222', 'nats://exports:a#b@127.0.0.1:4222', 'http://127.0.0.1'])(
  'the example in Python says that %s names no broker',
  async (url) => {
    expect((await example(url)).stderr).toMatch(/^NATS_URL is not one nats:\/\/user:password@host:4222/);
  },
);
