import { CertificateDocument, CLIENT_KEY_ENDPOINT, secretBinding, TrySendingProfileV1 } from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { pagesOfOne, until, world, type ListPage } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';
import { makeCertificate } from '../testing/make-certificate.js';

const here = world();
const PATH = '/v1/certificates';
const [ca, robot] = [makeCertificate({ name: 'Our CA', days: 400 }), makeCertificate({ name: 'Robot', days: 20 })];
const AUTHORITY = { kind: 'authority', name: 'Ours', pem: ca.pem };
const CLIENT = { kind: 'client', name: 'Robot', ...robot };
const PROFILE = {
  host: 'smtp.example.test',
  encryption: 'starttls-required',
  fromAddress: 'bot@example.test',
};
let config: ConfigService;

const post = (body: object, call: Call = {}) => config.call(PATH, { method: 'POST', body, ...call });
const remove = (id: unknown, revision = 1) =>
  config.call(`${PATH}/${String(id)}`, { method: 'DELETE', headers: { 'if-match': `"${revision}"` } });

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.db.query('TRUNCATE certificate');
  await config.forget();
  await config.answer(TrySendingProfileV1, WORKS);
});

describe('an uploaded authority', () => {
  it('is shown with what it says of itself, published and announced', async () => {
    const { status, etag, body } = await post(AUTHORITY);
    expect([status, etag]).toEqual([201, '"1"']);
    expect(body).toMatchObject({ name: 'Ours', subject: 'O=Example, CN=Our CA', state: 'valid', hasPrivateKey: false });
    const id = String(body['id']);
    expect(await config.call(`${PATH}/${id}`)).toMatchObject({ status: 200, etag: '"1"', body });
    expect(await until(() => config.published(CertificateDocument, id))).toEqual({
      kind: 'authority',
      id,
      revision: 1,
      pem: ca.pem,
    });
    await until(() => config.changes.find(({ data }) => data.document === `certificate.${id}`));
  });

  it('is known to each trial from then on', async () => {
    await post(AUTHORITY);
    const saved = await config.call('/v1/sending-profiles/system?require=validate', { method: 'PUT', body: PROFILE });
    expect(saved).toMatchObject({ status: 201 });
    expect(config.asked.at(-1)!.question['authorities']).toEqual([ca.pem]);
  });

  it('is refused a second time', async () => {
    await post(AUTHORITY);
    expect(await post({ ...AUTHORITY, name: 'Again' })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'pem' }] },
    });
  });

  it('that has ended is refused with what to do', async () => {
    const { pem } = makeCertificate({ name: 'Old', days: -1 });
    expect(await post({ ...AUTHORITY, pem })).toMatchObject({ status: 422, body: { code: 'certificate.expired' } });
  });
});

describe('an uploaded client certificate', () => {
  it('keeps its private key for outbound-mail alone', async () => {
    const { body } = await post(CLIENT);
    const id = String(body['id']);
    expect(body).toMatchObject({ kind: 'client', hasPrivateKey: true, state: 'expires-soon' });
    const [line] = robot.privateKey.split('\n').slice(1);
    expect(JSON.stringify([body, config.log()])).not.toContain(line);
    const document = CertificateDocument.parse(await until(() => config.published(CertificateDocument, id)));
    const binding = secretBinding(CertificateDocument.key(id), 'privateKey', CLIENT_KEY_ENDPOINT, 1);
    expect(document.kind === 'client' && open(document.privateKey, binding, config.env.OUTBOUND_SECRET_KEYS)).toBe(
      robot.privateKey,
    );
  });

  it('is refused without its own private key', async () => {
    expect(await post({ ...CLIENT, privateKey: ca.privateKey })).toMatchObject({
      status: 422,
      body: { code: 'certificate.key_refused', errors: [{ path: 'privateKey' }] },
    });
    expect((await post({ ...AUTHORITY, kind: 'client' })).status).toBe(400);
  });

  it('is not deleted while a sending profile shows it, also one that names it in capitals', async () => {
    const { body } = await post(CLIENT);
    const profile = { ...PROFILE, clientCertificateId: String(body['id']).toUpperCase() };
    await config.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: profile });
    expect(await remove(body['id'])).toMatchObject({
      status: 409,
      body: { code: 'certificate.in_use', usedBy: 'sending-profile.system' },
    });
  });
});

describe('certificates', () => {
  it('are listed in the order in which they end, and found by kind and end', async () => {
    await post(AUTHORITY);
    await post(CLIENT);
    const names = async (query: string) =>
      ((await config.call(`${PATH}${query}`)).body['items'] as { name: string }[]).map(({ name }) => name);
    const { body: first } = await config.call(`${PATH}?limit=1`);
    expect(await names('')).toEqual(['Robot', 'Ours']);
    expect(await names(`?limit=1&cursor=${String(first['next'])}`)).toEqual(['Ours']);
    expect(await names('?kind=authority')).toEqual(['Ours']);
    const soon = new Date(Date.now() + 60 * 86_400_000).toISOString();
    expect(await names(`?expiresBefore=${soon}`)).toEqual(['Robot']);
  });

  it('stand on one page and no other, also when they end in one moment', async () => {
    for (const name of ['a', 'b', 'c', 'd', 'e'])
      await post({ ...AUTHORITY, name, pem: makeCertificate({ name, days: 9 }).pem });
    await config.db.query(
      `UPDATE certificate SET valid_to = '2026-11-20T12:00:00.0004Z'::timestamptz + ascii(name) * interval '100 microseconds'`,
    );
    const get = async (query: string) => (await config.call(`${PATH}?${query}`)).body as unknown as ListPage<object>;
    const { items } = await get('limit=200');
    expect(items.length).toBe(5);
    expect(await pagesOfOne(get)).toEqual(items);
  });

  it('are gone from the bucket once they are deleted', async () => {
    const { body } = await post(AUTHORITY);
    const id = String(body['id']);
    await until(() => config.published(CertificateDocument, id));
    expect((await remove(id, 2)).status).toBe(412);
    expect((await remove(id)).status).toBe(204);
    expect((await remove(id)).status).toBe(404);
    await until(async () => (await config.published(CertificateDocument, id)) === undefined);
  });

  it.each(['user', 'service'] as const)('are not for %s', async (as) => {
    expect([(await config.call(PATH, { as })).status, (await post(AUTHORITY, { as })).status]).toEqual([403, 403]);
  });
});
