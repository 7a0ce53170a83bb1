import {
  secretBinding,
  SendingProfileDocument,
  TrySendingProfileV1,
  type SendingProfileOf,
  type TestReport,
} from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/sending-profiles/system';
const WITHOUT_PASSWORD = {
  host: 'smtp.example.test',
  encryption: 'starttls-required',
  user: 'ann',
  fromAddress: 'bot@example.test',
  displayName: 'Replyline',
};
const PROFILE = { ...WITHOUT_PASSWORD, password: 'correct horse' };
let config: ConfigService;

const get = () => config.call(PATH);
const put = (body: object, call: Call & { query?: string } = {}) =>
  config.call(`${PATH}${call.query ?? ''}`, { method: 'PUT', body, ...call });
const saved = async (body: object = PROFILE) => (await put(body, { query: '?require=none' })).etag!;
const published = () => config.published(SendingProfileDocument, 'system');
const count = async (table: string) => Number((await config.db.query(`SELECT count(*) FROM ${table}`))[0].count);
const failed = (code: string): TestReport => ({
  outcome: 'failed',
  steps: [
    { name: 'tcp', outcome: 'ok' },
    { name: 'tls', outcome: 'failed', code, remediation: 'Do this.' },
    { name: 'sender', outcome: 'not checked' },
  ],
});

/** As the service itself would answer if it were asked. */
const openedBy = (profile: Record<string, unknown>) => {
  const { host, port, user, revision, password } = SendingProfileDocument.parse(profile) as SendingProfileOf<'smtp'>;
  const binding = secretBinding('sending-profile.system', 'password', { host, port, user }, revision);
  return open(password!, binding, config.env.OUTBOUND_SECRET_KEYS);
};

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const admin = { name: 'admin', displayName: 'Admin', address: 'admin@example.test', roles: ['server-admin'] };
  await config.call(`/v1/users/${config.admin}`, { method: 'PUT', body: admin });
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.forget();
  await config.answer(TrySendingProfileV1, WORKS);
});

describe('test and save', () => {
  it('saves, publishes and announces what outbound-mail has found to work', async () => {
    const answer = await put(PROFILE);
    expect(answer).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { ...WITHOUT_PASSWORD, port: 587, timeoutSeconds: 30, passwordSet: true, passed: 'test', revision: 1 },
    });
    await until(() => config.changes.length === 1);
    expect(config.changes[0]).toMatchObject({
      source: '/services/config',
      data: {
        document: 'sending-profile.system',
        revision: 1,
        fields: expect.arrayContaining(['host', 'password']) as unknown,
      },
    });
    const document = await until(published);
    expect(document).toMatchObject({ ...WITHOUT_PASSWORD, id: 'system', revision: 1 });
    expect(openedBy(document)).toBe('correct horse');
  });

  it('sends the test mail to the caller, with a draft that outbound-mail can open', async () => {
    await put(PROFILE);
    const [asked] = config.asked;
    expect(asked?.question).toMatchObject({ recipient: 'admin@example.test', profile: { revision: 1 } });
    expect(openedBy(asked!.question['profile']!)).toBe('correct horse');
  });

  it.each([
    ['the caller', undefined, 'de'],
    ['somebody else, who is here', 'BOB@example.test', 'fr'],
    ['an address of nobody', 'else@example.test', 'de'],
  ])('has it written in the language of its reader: %s', async (_who, recipient, locale) => {
    const bob = { name: 'bob', displayName: 'Bob', address: 'bob@example.test', locale: 'fr' };
    await config.call('/v1/users', { method: 'POST', body: bob });
    await config.db.query(`UPDATE directory_user SET locale = 'de' WHERE id = $1`, [config.admin]);
    const query = recipient === undefined ? '' : `?recipient=${recipient}`;
    await config.call(`${PATH}/test${query}`, { method: 'POST', body: PROFILE });
    await config.db.query(`UPDATE directory_user SET locale = 'en' WHERE id = $1`, [config.admin]);
    expect(config.asked[0]?.question).toMatchObject({ locale });
  });

  it.each([
    ['a wrong password', 'provider.credentials_rejected', 'provider.credentials_rejected'],
    ['a certificate that nobody trusts', 'provider.certificate_rejected', 'provider.certificate_rejected'],
    ['a server that is not there', 'provider.dns_failed', 'provider.dns_failed'],
    ['a port that nobody listens on', 'provider.unavailable', 'provider.unavailable'],
    ['a fault that only a newer service knows', 'provider.brand_new', 'settings.test_failed'],
  ])('saves nothing with %s', async (_name, found, code) => {
    await config.answer(TrySendingProfileV1, failed(found));
    const answer = await put(PROFILE);
    expect(answer).toMatchObject({
      status: 422,
      type: 'application/problem+json; charset=utf-8',
      body: {
        code,
        type: `/docs/errors/${code}`,
        detail: 'Do this.',
        steps: failed(found).steps,
        requestId: expect.any(String),
      },
    });
    expect([(await get()).status, await count('settings'), config.changes.length]).toEqual([404, 0, 0]);
  });

  it('saves nothing when outbound-mail does not answer', async () => {
    await config.fallSilent(TrySendingProfileV1);
    expect(await put(PROFILE)).toMatchObject({ status: 503, body: { code: 'service.unavailable' } });
    expect(await count('settings')).toBe(0);
  });

  it('says so when the caller has no address to send a test mail to', async () => {
    const stranger = { userId: 'service-account' };
    expect(await put(PROFILE, stranger)).toMatchObject({
      status: 404,
      body: { code: 'settings.caller_has_no_address' },
    });
    expect(await count('settings')).toBe(0);
  });

  it('sends no mail when validating is enough', async () => {
    expect(await put(PROFILE, { query: '?require=validate' })).toMatchObject({ body: { passed: 'validate' } });
    expect(config.asked[0]?.question).not.toHaveProperty('recipient');
  });

  it('asks nobody when nothing is required', async () => {
    expect(await put(PROFILE, { query: '?require=none' })).toMatchObject({ status: 201, body: { passed: 'none' } });
    expect(config.asked).toEqual([]);
  });
});

describe('a test', () => {
  const test = (body?: object) => config.call(`${PATH}/test`, { method: 'POST', body });

  it('tries a draft and saves nothing', async () => {
    await config.answer(TrySendingProfileV1, failed('service.unavailable'));
    expect(await test(PROFILE)).toMatchObject({ status: 200, body: failed('service.unavailable') });
    expect(await count('settings')).toBe(0);
  });

  it('tries what is stored, and notes that it works', async () => {
    await saved();
    expect(await test()).toMatchObject({ status: 200, body: { outcome: 'ok' } });
    expect(openedBy(config.asked[0]!.question['profile']!)).toBe('correct horse');
    expect(await get()).toMatchObject({ etag: '"1"', body: { passed: 'test' } });
  });

  it('finds nothing to try when nothing is stored', async () => {
    expect(await test()).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
  });

  it('does not take the stored password to another server either', async () => {
    await saved();
    expect(await test({ ...WITHOUT_PASSWORD, host: 'evil.example.test' })).toMatchObject({
      status: 422,
      body: { code: 'settings.secret_required', errors: [{ path: 'password' }] },
    });
    expect(config.asked).toEqual([]);
  });
});

describe('the password', () => {
  it('is kept when it is left out, sealed for the new revision', async () => {
    const etag = await saved();
    await put({ ...WITHOUT_PASSWORD, displayName: 'Other' }, { headers: { 'if-match': etag } });
    const document = await until(async () => ((await published())?.['revision'] === 2 ? published() : undefined));
    expect(openedBy(document!)).toBe('correct horse');
    await until(() => config.changes.find(({ data }) => data.revision === 2));
    expect(config.changes.at(-1)?.data.fields).toEqual(['displayName']);
  });

  it.each([
    ['another host', { host: 'evil.example.test' }],
    ['another port', { port: 2525 }],
    ['another user', { user: 'bob' }],
    ['weaker TLS', { encryption: 'starttls-optional', port: 587 }],
  ])('must be typed again for %s', async (_name, change) => {
    const etag = await saved();
    const answer = await put({ ...WITHOUT_PASSWORD, ...change }, { headers: { 'if-match': etag } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'settings.secret_required' } });
    expect([config.asked, (await get()).etag]).toEqual([[], '"1"']);
  });

  it('is deleted by null', async () => {
    const etag = await saved();
    const answer = await put({ ...PROFILE, password: null }, { headers: { 'if-match': etag } });
    expect(answer.body).toMatchObject({ passwordSet: false, revision: 2 });
    expect(await until(async () => (await published())?.['revision'] === 2)).toBe(true);
    expect(await published()).not.toHaveProperty('password');
  });

  it('is never a mask', async () => {
    expect(await put({ ...PROFILE, password: '••••••••' })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ path: 'password', message: 'is a mask, not a password' }] },
    });
  });
});

describe('bad input', () => {
  it('is refused with every wrong path, unknown fields too, and nothing is tried or stored', async () => {
    const answer = await put({ ...PROFILE, host: 'a b', port: 0, encryption: 'ssl', colour: 'red' });
    expect(answer).toMatchObject({ status: 400, type: 'application/problem+json; charset=utf-8' });
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort();
    expect(paths).toEqual(['colour', 'encryption', 'host', 'port']);
    expect([config.asked, await count('settings')]).toEqual([[], 0]);
  });

  it.each(['user', 'service'] as const)('%s may not even look', async (as) => {
    const answers = await Promise.all([
      config.call(PATH, { as }),
      put(PROFILE, { as }),
      config.call(`${PATH}/test`, { method: 'POST', as }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
  });
});

describe('saving at the same time', () => {
  it.each([
    ['the first save', undefined],
    ['a later save', '"1"'],
  ])('lets one of fifty win %s', async (_name, etag) => {
    if (etag) await saved();
    const attempts = Array.from({ length: 50 }, (_, n) =>
      put({ ...PROFILE, displayName: `n${n}` }, { query: '?require=none', headers: etag ? { 'if-match': etag } : {} }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status);
    expect(statuses.filter((status) => status === (etag ? 200 : 201))).toHaveLength(1);
    // Whoever comes after the first save has been committed is told that a precondition is missing.
    expect(statuses.filter((status) => status === 412 || (!etag && status === 428))).toHaveLength(49);
    const revision = etag ? 2 : 1;
    expect(await get()).toMatchObject({ etag: `"${revision}"` });
    await until(() => config.changes.some(({ data }) => data.revision === revision));
    expect(config.changes.filter(({ data }) => data.revision === revision)).toHaveLength(1);
  });

  it.each([
    ['a change that does not say what it is based on', {}, 428],
    ['a change of an older revision', { 'if-match': '"7"' }, 412],
    ['a second first save', { 'if-none-match': '*' }, 412],
  ])('refuses %s before anything is tried', async (_name, headers, status) => {
    await saved();
    expect(await put(PROFILE, { headers })).toMatchObject({ status });
    expect(config.asked).toEqual([]);
  });
});
