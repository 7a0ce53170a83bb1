import {
  CertificateDocument,
  DirectoryUserDocument,
  DkimKeyDocument,
  SendingProfileDocument,
} from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { expect, it } from '@jest/globals';
import { startConfig } from '../testing/config-service.js';
import { makeCertificate } from '../testing/make-certificate.js';

const here = world();
const ANN = { name: 'ann', displayName: 'Ann Lee', address: 'ann@example.test' };
const PROFILE = {
  kind: 'smtp',
  host: 'smtp.example.test',
  encryption: 'starttls-required',
  user: 'robot',
  password: 'hunter2',
  fromAddress: 'robot@example.test',
};

it('everything is said again when NATS has lost the buckets', async () => {
  const servers = { databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url };
  const first = await startConfig(servers);
  const { body: ann } = await first.call('/v1/users', { method: 'POST', body: ANN });
  await first.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: PROFILE });
  const authority = { kind: 'authority', name: 'Ours', pem: makeCertificate({ name: 'Our CA', days: 90 }).pem };
  const { body: certificate } = await first.call('/v1/certificates', { method: 'POST', body: authority });
  const { body: dkim } = await first.call('/v1/dkim-keys', { method: 'POST', body: { domain: 'example.test' } });
  await first.call(`/v1/dkim-keys/${String(dkim['id'])}/activate?require=none`, { method: 'POST' });
  const said = async (config: typeof first) => [
    await config.published(DirectoryUserDocument, String(ann['id'])),
    await config.published(SendingProfileDocument, 'system'),
    await config.published(CertificateDocument, String(certificate['id'])),
    await config.published(DkimKeyDocument, String(dkim['id'])),
  ];
  await until(async () => (await said(first)).every(Boolean));
  const before = await said(first);
  for (const bucket of ['KV_directory', 'KV_settings']) await first.nats.request(`$JS.API.STREAM.DELETE.${bucket}`);
  await first.stop();

  const second = await startConfig(servers);
  here.onEnd(() => second.stop());
  await until(async () => (await said(second)).every(Boolean), { what: 'everything to be said again' });
  expect(await said(second)).toEqual(before);
});
