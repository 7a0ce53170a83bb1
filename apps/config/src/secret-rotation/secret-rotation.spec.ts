import { randomBytes } from 'node:crypto';
import {
  CertificateDocument,
  CLIENT_KEY_ENDPOINT,
  dkimBinding,
  DkimKeyDocument,
  secretBinding,
  SendingProfileDocument,
  type DkimKey,
} from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { startConfig, type ConfigService, type Servers } from '../testing/config-service.js';
import { startEntra, type FakeEntra } from '../testing/fake-entra.js';
import { makeCertificate } from '../testing/make-certificate.js';

const here = world();
const ROTATION = '/v1/secrets/rotation';
const CLIENT = '66666666-7777-4888-8999-000000000000';
const PROFILE = {
  kind: 'smtp',
  host: 'smtp.example.test',
  port: 587,
  encryption: 'starttls-required',
  user: 'ann',
  password: 'hunter2-Zq7Xw9Jv',
  fromAddress: 'bot@example.test',
};

const key = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const OLD = { OUTBOUND_SECRET_KEYS: key('o1'), INBOUND_SECRET_KEYS: key('i1'), CONFIG_SECRET_KEYS: key('c1') };
const NEWER = { OUTBOUND_SECRET_KEYS: key('o2'), INBOUND_SECRET_KEYS: key('i2'), CONFIG_SECRET_KEYS: key('c2') };
const BOTH = {
  OUTBOUND_SECRET_KEYS: `${NEWER.OUTBOUND_SECRET_KEYS},${OLD.OUTBOUND_SECRET_KEYS}`,
  INBOUND_SECRET_KEYS: `${NEWER.INBOUND_SECRET_KEYS},${OLD.INBOUND_SECRET_KEYS}`,
  CONFIG_SECRET_KEYS: `${NEWER.CONFIG_SECRET_KEYS},${OLD.CONFIG_SECRET_KEYS}`,
};

let entra: FakeEntra;
let servers: Servers;
let certificateId: string;
let dkimId: string;
let back: { readonly path: string; readonly cookie: string };

const running = (environment: Record<string, string>) => startConfig({ ...servers, environment });

/** With the service gone afterwards, as in a restart. */
async function withKeys<T>(
  environment: Record<string, string>,
  use: (config: ConfigService) => Promise<T>,
): Promise<T> {
  const config = await running(environment);
  try {
    return await use(config);
  } finally {
    await until(() => config.isQuiet());
    await config.stop();
  }
}

/** One secret of each kind, and a person who is at Microsoft. */
async function plant(config: ConfigService): Promise<void> {
  const path = '/v1/sending-profiles/system?require=none';
  expect((await config.call(path, { method: 'PUT', body: PROFILE })).status).toBe(201);
  const { pem, privateKey } = makeCertificate({ name: 'client', days: 90 });
  const body = { kind: 'client', name: 'ours', pem, privateKey };
  certificateId = String((await config.call('/v1/certificates', { method: 'POST', body })).body['id']);
  const dkim = await config.call('/v1/dkim-keys', { method: 'POST', body: { domain: 'example.test' } });
  dkimId = String(dkim.body['id']);
  await config.call(`/v1/dkim-keys/${dkimId}/activate?require=none`, { method: 'POST' });
  const app = { tenantId: 'contoso.test', clientId: CLIENT, clientSecret: entra.clientSecret };
  await config.call('/v1/microsoft-app', { method: 'PUT', body: app });
  await fetch(config.url + (await goToMicrosoft(config)).path, { headers: { cookie: back.cookie } });
  await goToMicrosoft(config);
}

async function goToMicrosoft(config: ConfigService) {
  const begun = await config.call('/v1/linked-accounts/link', { method: 'POST' });
  const { headers } = await fetch(String(begun.body['authorizeUrl']), { redirect: 'manual' });
  const { pathname, search } = new URL(headers.get('location')!);
  return (back = { path: pathname + search, cookie: begun.cookie!.split(';')[0]! });
}

beforeAll(async () => {
  entra = await startEntra();
  here.onEnd(() => entra.stop());
  entra.clientSecret = 'the-client-secret';
  const natsUrl = (await here.nats()).url;
  servers = { databaseUrl: await here.freshDatabase(), natsUrl, microsoftUrl: entra.url };
  await withKeys(OLD, plant);
});

const counts = (resealed: number, alreadyNewest: number, unopenable = 0) => ({ resealed, alreadyNewest, unopenable });

it('an operator rotates every key while people link accounts, and then drops the old ones', async () => {
  await withKeys(BOTH, async (config) => {
    expect((await config.call(ROTATION, { as: 'user' })).status).toBe(403);
    const before = await config.call(ROTATION);
    expect(before.body['rings']).toMatchObject([
      { ring: 'OUTBOUND_SECRET_KEYS', current: 'o2', keys: [{ id: 'o1', secrets: 3, isKnown: true }] },
      { ring: 'INBOUND_SECRET_KEYS', current: 'i2', keys: [] },
      { ring: 'CONFIG_SECRET_KEYS', current: 'c2', keys: [{ id: 'c1', secrets: 3, isKnown: true }] },
    ]);
    const first = await config.call(ROTATION, { method: 'POST' });
    expect(first.body['rings']).toMatchObject([counts(3, 0), counts(0, 0), counts(3, 0)]);
    const second = await config.call(ROTATION, { method: 'POST' });
    expect(second.body['rings']).toMatchObject([counts(0, 3), counts(0, 0), counts(0, 3)]);
  });
  await withKeys(NEWER, async (config) => {
    const profile = (await config.published(SendingProfileDocument, 'system'))!;
    const binding = secretBinding('sending-profile.system', 'password', PROFILE, 2);
    expect(profile).toMatchObject({ revision: 2, host: PROFILE.host });
    expect(open(String(profile['password']), binding, config.env.OUTBOUND_SECRET_KEYS)).toBe(PROFILE.password);
    const certificate = (await config.published(CertificateDocument, certificateId))!;
    const ours = secretBinding(CertificateDocument.key(certificateId), 'privateKey', CLIENT_KEY_ENDPOINT, 2);
    expect(open(String(certificate['privateKey']), ours, config.env.OUTBOUND_SECRET_KEYS)).toContain('PRIVATE KEY');
    const dkim = (await config.published(DkimKeyDocument, dkimId)) as DkimKey;
    expect(open(dkim.privateKey, dkimBinding(dkim), config.env.OUTBOUND_SECRET_KEYS)).toContain('PRIVATE KEY');
    const arrived = await fetch(config.url + back.path, { headers: { cookie: back.cookie } });
    expect(arrived.status).toBe(200);
  });
});

it('what no key opens is counted, named in the log and left as it is', async () => {
  const lost = { ...NEWER, CONFIG_SECRET_KEYS: key('c3') };
  await withKeys(lost, async (config) => {
    const { body } = await config.call(ROTATION, { method: 'POST' });
    expect(body['rings']).toMatchObject([counts(0, 3), counts(0, 0), counts(0, 0, 2)]);
    expect(config.log()).toContain('a secret cannot be opened');
    const { body: inUse } = await config.call(ROTATION);
    expect(inUse['rings']).toMatchObject([{}, {}, { keys: [{ id: 'c2', secrets: 2, isKnown: false }] }]);
  });
});
