import { Logger } from '@nestjs/common';
import { makeCertificates, startNats } from '@replyline/local-servers';
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

it('a broker that offers no TLS is told no password by whoever was told to use it', async () => {
  const broker = await startNats({ dir: `${here.folder()}/without-tls`, configuration: knowing('right') });
  here.onEnd(() => broker.stop());
  const servers = broker.url.replace('nats://', 'tls://config:right@');
  await expect(NatsLink.reach(servers, 'config')).rejects.toThrow(/does not support 'tls'/);
});

it('a link that cannot come back says why', async () => {
  const lines: unknown[] = [];
  const heed = (line: unknown) => void lines.push(line);
  Logger.overrideLogger({ log: heed, warn: heed, error: heed });
  const dir = `${here.folder()}/strange`;
  const plain = await startNats({ dir });
  const link = await NatsLink.open(plain.url, 'config', 100);
  here.onEnd(() => link.onApplicationShutdown());
  await plain.stop();
  const { certificateFile, keyFile } = makeCertificates(`${here.folder()}/certificates`);
  const configuration = `tls { cert_file: "${certificateFile}", key_file: "${keyFile}" }`;
  const strange = await startNats({ dir, port: plain.port, configuration });
  here.onEnd(() => strange.stop());
  const saysWhy = (line: unknown) => /certificate/.test((line as { err?: Error }).err?.message ?? '');
  await until(() => lines.some(saysWhy), { what: 'a line about the certificate' });
});
