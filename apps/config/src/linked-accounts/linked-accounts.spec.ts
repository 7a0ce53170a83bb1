import { randomBytes, randomUUID } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { createInbox } from '@nats-io/transport-node';
import { AccessTokenV1, secretBinding } from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, type Answered, type Call, type ConfigService } from '../testing/config-service.js';
import { startEntra, type FakeEntra } from '../testing/fake-entra.js';
import { AccessTokens } from './access-tokens.js';
import { KeepFresh } from './keep-fresh.js';
import { LinkedAccounts } from './linked-accounts.js';

const here = world();
const APP = '/v1/microsoft-app';
const SYSTEM = '/v1/linked-accounts/link';
const MINE = '/v1/me/linked-account';
const TENANT = '11111111-2222-4333-8444-555555555555';
const CLIENT = '66666666-7777-4888-8999-000000000000';
const SECRET = 'the-client-secret-Zq7';
const app = { tenantId: TENANT, clientId: CLIENT, clientSecret: SECRET };

const key = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const environment = { OUTBOUND_SECRET_KEYS: key('o1'), INBOUND_SECRET_KEYS: key('i1'), CONFIG_SECRET_KEYS: key('c1') };

let config: ConfigService;
let replica: ConfigService;
let entra: FakeEntra;

beforeAll(async () => {
  entra = await startEntra();
  here.onEnd(() => entra.stop());
  const servers = { databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url };
  replica = await startConfig({ ...servers, microsoftUrl: entra.url, environment });
  here.onEnd(() => replica.stop());
  config = await startConfig({ ...servers, microsoftUrl: entra.url, environment });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  Object.assign(entra, { denial: undefined, failure: undefined, isForgingNonces: false, person: 'bot@contoso.test' });
  entra.clientSecret = SECRET;
  await config.forget();
  await config.db.query('TRUNCATE linked_account, link_attempt, microsoft_app');
  await config.call(APP, { method: 'PUT', body: app });
  await until(() => config.isQuiet());
  entra.ledger.length = 0;
  config.changes.length = 0;
});

interface Going {
  readonly begun: Answered;
  readonly cookie: string;
  /** Path and query of the redirect. */
  readonly back: string;
}

/** As far as the redirect back, which is not followed yet. */
async function goToMicrosoft(path = SYSTEM, call: Call = {}): Promise<Going> {
  const begun = await config.call(path, { method: 'POST', ...call });
  const response = await fetch(String(begun.body['authorizeUrl']), { redirect: 'manual' });
  const { pathname, search } = new URL(response.headers.get('location')!);
  return { begun, cookie: begun.cookie!.split(';')[0]!, back: pathname + search };
}

async function comeBack({
  back,
  cookie,
}: Pick<Going, 'back' | 'cookie'>): Promise<{ status: number; page: string; headers: Headers }> {
  const response = await fetch(config.url + back, { headers: { cookie } });
  return { status: response.status, page: await response.text(), headers: response.headers };
}

async function link(path = SYSTEM, call: Call = {}) {
  return comeBack(await goToMicrosoft(path, call));
}

const accounts = async () => (await config.call('/v1/linked-accounts')).body['items'] as Record<string, unknown>[];
const account = async () => (await accounts())[0]!;

/** The subject of the question lies in a stream, which answers too, that it keeps it: only our answer counts. */
async function ask(accountId: unknown, over: object = {}): Promise<Record<string, unknown>> {
  const reply = createInbox();
  const answers = config.nats.subscribe(reply, { timeout: 10_000 });
  const question = { accountId, service: 'outbound-mail', renew: false, ...over };
  config.nats.publish(AccessTokenV1.subject, JSON.stringify(question), { reply });
  for await (const message of answers) {
    const { answer } = message.json<{ answer?: Record<string, unknown> }>();
    if (answer) return AccessTokenV1.answer.parse(answer);
  }
  throw new Error('nobody answered');
}

const refreshes = () => entra.ledger.filter(({ grant }) => grant === 'refresh_token').length;
const expire = () => config.db.query(`UPDATE linked_account SET access_token_expires_at = now() - interval '1 hour'`);

describe('what a person is sent to Microsoft with', () => {
  it.each([SYSTEM, `${MINE}/link`])(
    'is kept nowhere, also with an Idempotency-Key, and each time another: %s',
    async (path) => {
      const call: Call = { method: 'POST', userId: randomUUID(), headers: { 'idempotency-key': randomUUID() } };
      const [first, again] = [await config.call(path, call), await config.call(path, call)];
      expect([first, again]).toMatchObject([
        { status: 201, cookie: expect.any(String) },
        { status: 201, cookie: expect.any(String) },
      ]);
      const words = [first, again].map(({ body }) => new URL(String(body['authorizeUrl'])).searchParams);
      const secrets = words.flatMap((it) => [it.get('state')!, it.get('nonce')!]);
      expect(new Set(secrets).size).toBe(4);
      const kept = JSON.stringify(await config.db.query('SELECT * FROM answered_request'));
      for (const secret of secrets) expect(kept).not.toContain(secret);
    },
  );
});

describe('the Azure integration', () => {
  it('shows what to register, and not its secret', async () => {
    const { body, etag } = await config.call(APP);
    expect(body).toMatchObject({
      tenantId: TENANT,
      cloud: 'global',
      hasClientSecret: true,
      mailScopes: 'https://outlook.office.com/IMAP.AccessAsUser.All,https://outlook.office.com/SMTP.Send',
      redirectUri: 'http://localhost:8081/v1/linked-accounts/callback',
    });
    expect([etag, JSON.stringify(body).includes(SECRET)]).toEqual(['"1"', false]);
  });

  it('keeps its secret where none is typed, for the same application only', async () => {
    const put = (body: object, etag: string) =>
      config.call(APP, { method: 'PUT', body, headers: { 'if-match': etag } });
    const blank = { ...app, clientSecret: '' };
    expect((await put({ ...blank, mailScopes: 'https://outlook.office.com/SMTP.Send' }, '"1"')).status).toBe(200);
    expect((await link()).status).toBe(200);
    const other = await put({ ...blank, clientId: randomUUID() }, '"2"');
    expect([other.status, other.body['code']]).toEqual([422, 'settings.secret_required']);
  });

  it('must be there before an account is linked, and stays while one is', async () => {
    await link();
    const kept = await config.call(APP, { method: 'DELETE', headers: { 'if-match': '"1"' } });
    expect([kept.status, kept.body['code']]).toEqual([409, 'account.in_use']);
    await config.db.query('TRUNCATE linked_account');
    expect((await config.call(APP, { method: 'DELETE', headers: { 'if-match': '"1"' } })).status).toBe(204);
    const refused = await config.call(SYSTEM, { method: 'POST' });
    expect([refused.status, refused.body['code']]).toEqual([409, 'account.app_missing']);
  });

  it.each([
    ['a tenant that is none', { tenantId: 'foo bar' }],
    ['a mask', { clientSecret: '••••' }],
    ['scopes without commas', { mailScopes: 'a b' }],
  ])('refuses %s', async (_what, over) => {
    const { status } = await config.call(APP, {
      method: 'PUT',
      body: { ...app, ...over },
      headers: { 'if-match': '"1"' },
    });
    expect(status).toBe(400);
  });
});

describe('linking', () => {
  it('ends on a page that names the account and that nobody keeps', async () => {
    const { status, page, headers } = await link();
    expect([status, page]).toEqual([200, expect.stringContaining('bot@contoso.test')]);
    expect(page).not.toContain('<script');
    expect([headers.get('cache-control'), headers.get('referrer-policy')]).toEqual(['no-store', 'no-referrer']);
    expect(await account()).toMatchObject({ owner: 'system', state: 'linked', lastRefreshAt: null });
    await until(() => config.changes.length === 1);
    expect(config.changes[0]!.data).toMatchObject({ fields: ['address', 'state', 'tokens'], revision: 1 });
  });

  it('gives each user an account of his own', async () => {
    const userId = randomUUID();
    entra.person = 'ann@contoso.test';
    expect((await link(`${MINE}/link`, { as: 'user', userId })).status).toBe(200);
    const { body, etag } = await config.call(MINE, { as: 'user', userId });
    expect(body).toMatchObject({ owner: userId, address: 'ann@contoso.test' });
    expect((await config.call(MINE, { as: 'user' })).status).toBe(404);
    const known = config.app.get(LinkedAccounts);
    expect(await known.addressOf(String(body['id']), userId)).toBe('ann@contoso.test');
    await expect(known.addressOf(String(body['id']))).rejects.toMatchObject({ code: 'account.unknown' });
    await expect(known.addressOf(String(body['id']), randomUUID())).rejects.toMatchObject({ code: 'account.unknown' });
    expect(
      (await config.call(MINE, { method: 'DELETE', as: 'user', userId, headers: { 'if-match': etag! } })).status,
    ).toBe(204);
    expect(await accounts()).toEqual([]);
  });

  it('of the system is for admins', async () => {
    expect((await config.call(SYSTEM, { method: 'POST', as: 'user' })).status).toBe(403);
    expect((await config.call('/v1/linked-accounts', { as: 'user' })).status).toBe(403);
  });

  it('works once, also for two that come at the same moment', async () => {
    const going = await goToMicrosoft();
    const answers = await Promise.all([comeBack(going), comeBack(going)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
    expect((await comeBack(going)).status).toBe(400);
    expect(entra.ledger).toEqual([{ grant: 'authorization_code', outcome: 'ok' }]);
  });

  it('works in the browser that began, and a link that was sent on is used up', async () => {
    const going = await goToMicrosoft();
    expect((await comeBack({ ...going, cookie: 'replyline-link=other' })).status).toBe(400);
    expect((await comeBack(going)).status).toBe(400);
    expect([await accounts(), entra.ledger]).toEqual([[], []]);
  });

  it('ends after ten minutes', async () => {
    const going = await goToMicrosoft();
    const left = new Date(String(going.begun.body['expiresAt'])).getTime() - Date.now();
    expect(left).toBeGreaterThan(9 * 60_000);
    await config.db.query(`UPDATE link_attempt SET expires_at = now() - interval '1 second'`);
    expect(await comeBack(going)).toMatchObject({ status: 400, page: expect.stringContaining('Begin again') });
  });

  it.each<[string, () => void, number, string]>([
    ['the person refuses', () => (entra.denial = 'access_denied'), 400, 'accept what is asked for'],
    ['another attempt is answered', () => (entra.isForgingNonces = true), 400, 'Begin again'],
    ['the client secret is wrong', () => (entra.clientSecret = 'other'), 422, 'Compare Tenant ID'],
    ['Microsoft is away', () => (entra.failure = { status: 503 }), 503, 'is not linked'],
  ])('fails on a page that says what to do when %s', async (_when, arrange, status, text) => {
    arrange();
    expect(await link()).toMatchObject({ status, page: expect.stringContaining(text) });
    expect(await accounts()).toEqual([]);
  });

  it.each(['?code=x&state=foreign', '?error=access_denied', '', '?state=a&state=b&code[x]=1'])(
    'makes a page of whatever comes: %s',
    async (query) => {
      const { status, headers } = await comeBack({ back: `/v1/linked-accounts/callback${query}`, cookie: '' });
      expect([status, headers.get('content-type')]).toEqual([400, 'text/html; charset=utf-8']);
    },
  );
});

describe('an account in use', () => {
  const use = (accountId: unknown) =>
    config.db.query(
      `INSERT INTO settings (document, revision, "values", placement, secrets, passed, saved_at, saved_by)
       VALUES ('sending-profile.system', 1, $1, '{}', '{}', 'none', now(), 'admin')`,
      [JSON.stringify({ kind: 'microsoft-exchange', accountId })],
    );

  it('cannot be unlinked, and not be replaced by another one', async () => {
    await link();
    const { id } = await account();
    await use(id);
    const kept = await config.call(`/v1/linked-accounts/${id}`, { method: 'DELETE', headers: { 'if-match': '"1"' } });
    expect([kept.status, kept.body['usedBy']]).toEqual([409, 'sending-profile.system']);
    entra.person = 'other@contoso.test';
    expect((await link()).status).toBe(409);
    entra.person = 'bot@contoso.test';
    expect((await link()).status).toBe(200);
    expect(await account()).toMatchObject({ id, revision: 2 });
  });

  it('that nobody uses any more is unlinked by its revision', async () => {
    await link();
    const { id } = await account();
    const remove = (etag: string) =>
      config.call(`/v1/linked-accounts/${id}`, { method: 'DELETE', headers: { 'if-match': etag } });
    expect([(await remove('"7"')).status, (await remove('"1"')).status, (await remove('"1"')).status]).toEqual([
      412, 204, 404,
    ]);
  });
});

describe('an access token', () => {
  it.each([
    ['outbound-mail', 'OUTBOUND_SECRET_KEYS'],
    ['inbound-reply', 'INBOUND_SECRET_KEYS'],
  ] as const)('is sealed for %s', async (service, ring) => {
    await link();
    const { id } = await account();
    const answer = await ask(id, { service });
    const endpoint = { host: 'access-token', port: 0, user: service };
    const binding = secretBinding(`linked-account.${String(id)}`, 'accessToken', endpoint, Number(answer['revision']));
    expect(entra.secrets).toContain(open(String(answer['accessToken']), binding, config.env[ring]));
    expect(answer).toMatchObject({ outcome: 'ok', user: 'bot@contoso.test' });
    expect(refreshes()).toBe(0);
  });

  it('is renewed once for two who ask at the same moment', async () => {
    await link();
    const { id } = await account();
    const answers = await Promise.all([ask(id, { renew: true }), ask(id, { renew: true })]);
    expect(answers.map(({ outcome }) => outcome)).toEqual(['ok', 'ok']);
    expect(refreshes()).toBe(1);
  });

  it('is renewed when it has expired, by whoever comes first', async () => {
    await link();
    const { id } = await account();
    await expire();
    await Promise.all(Array.from({ length: 8 }, () => ask(id)));
    expect(refreshes()).toBe(1);
  });

  it('is renewed once for two replicas that are asked at the same moment', async () => {
    await link();
    const id = String((await account())['id']);
    await expire();
    const tokensOf = [config, replica].map(({ app }) => app.get(AccessTokens));
    const given = await Promise.all([...tokensOf, ...tokensOf].map((tokens) => tokens.of(id, true)));
    expect(new Set(given.map(({ tokens }) => tokens.accessToken)).size).toBe(1);
    expect(entra.ledger.slice(1)).toEqual([{ grant: 'refresh_token', outcome: 'ok' }]);
  });

  it('of nobody is refused', async () => {
    expect(await ask(randomUUID())).toEqual({ outcome: 'refused', code: 'account.unknown' });
  });

  it('that Microsoft renews no more makes its account need linking, until it is linked again', async () => {
    await link();
    const { id } = await account();
    entra.failure = { status: 400, error: 'invalid_grant' };
    config.changes.length = 0;
    expect(await ask(id, { renew: true })).toEqual({ outcome: 'refused', code: 'account.needs_linking' });
    expect(await account()).toMatchObject({ state: 'needs-linking' });
    await until(() => config.changes.some(({ data }) => data.fields.join() === 'state'));
    expect(config.log() + replica.log()).toContain('needs linking again');
    await expect(config.app.get(LinkedAccounts).addressOf(String(id))).rejects.toMatchObject({
      code: 'account.needs_linking',
    });
    entra.failure = undefined;
    expect((await link()).status).toBe(200);
    expect(await ask(id)).toMatchObject({ outcome: 'ok' });
    expect(await account()).toMatchObject({ id, state: 'linked' });
  });

  it.each([
    ['is away', { status: 503 }, 'service.unavailable'],
    ['is busy', { status: 429, error: 'temporarily_unavailable' }, 'service.unavailable'],
    ['does not know the application', { status: 401, error: 'invalid_client' }, 'account.app_refused'],
  ])('proves nothing about its account when Microsoft %s', async (_when, failure, code) => {
    await link();
    const { id } = await account();
    entra.failure = failure;
    expect(await ask(id, { renew: true })).toEqual({ outcome: 'refused', code });
    entra.failure = undefined;
    expect(await account()).toMatchObject({ state: 'linked' });
    expect(await ask(id, { renew: true })).toMatchObject({ outcome: 'ok' });
  });

  it('that nobody asks for is refreshed once a day', async () => {
    await link();
    const keepFresh = config.app.get(KeepFresh);
    await keepFresh.once();
    expect(refreshes()).toBe(0);
    await config.db.query(`UPDATE linked_account SET linked_at = now() - interval '61 days'`);
    expect(await account()).toMatchObject({ refreshTokenExpiryWarning: true });
    await Promise.all([keepFresh.once(), keepFresh.once()]);
    expect(refreshes()).toBe(1);
    expect(await account()).toMatchObject({ refreshTokenExpiryWarning: false });
  });
});

describe('what Microsoft gave us', () => {
  async function tables(): Promise<string> {
    const names: { name: string }[] = await config.db.query(
      `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    return JSON.stringify(await Promise.all(names.map(({ name }) => config.db.query(`SELECT * FROM "${name}"`))));
  }

  async function streams(): Promise<string> {
    const kept: string[] = [];
    for await (const { config: stream, state } of (await jetstreamManager(config.nats)).streams.list()) {
      if (state.messages === 0) continue;
      const consumer = await jetstream(config.nats).consumers.get(stream.name);
      for await (const message of await consumer.fetch({ max_messages: state.messages, expires: 2_000 })) {
        kept.push(message.subject, message.string());
      }
    }
    return kept.join('\n');
  }

  it('is in no readable form in a table, a stream, a bucket, a log or an answer', async () => {
    const { page } = await link();
    const { id } = await account();
    const answers = [page, JSON.stringify([await ask(id, { renew: true }), await accounts(), await config.call(APP)])];
    entra.failure = { status: 503 };
    await link();
    await until(() => config.isQuiet());
    const places = [await tables(), await streams(), config.log() + replica.log(), ...answers];
    expect([places[0], places[1], places[2]]).toEqual([
      expect.stringContaining('bot@contoso.test'),
      expect.stringContaining(`linked-account.${String(id)}`),
      expect.stringContaining('/v1/linked-accounts/callback'),
    ]);
    expect(entra.secrets.length).toBeGreaterThan(4);
    for (const secret of [SECRET, ...entra.secrets]) {
      const disguises = [
        secret,
        Buffer.from(secret).toString('base64url').slice(0, -2),
        Buffer.from(secret).toString('hex'),
      ];
      for (const place of places) for (const it of disguises) expect(place.includes(it)).toBe(false);
    }
  });
});

it('a user who goes takes his linked account and his own profile with him', async () => {
  const userId = randomUUID();
  const ann = { name: 'ann', displayName: 'Ann', address: `ann-${userId}@example.test` };
  await config.call(`/v1/users/${userId}`, { method: 'PUT', body: ann });
  await link(`${MINE}/link`, { as: 'user', userId });
  const { id: accountId } = await account();
  const own = '/v1/me/sending-profile';
  const profile = { kind: 'microsoft-exchange', accountId };
  const saved = await config.call(`${own}?require=none`, { method: 'PUT', as: 'user', userId, body: profile });
  expect(saved.status).toBe(201);
  const gone = await config.call(`/v1/users/${userId}`, { method: 'DELETE', headers: { 'if-match': '"1"' } });
  expect(gone.status).toBe(204);
  expect(await accounts()).toEqual([]);
  expect(await config.call(own, { as: 'user', userId })).toMatchObject({ status: 404 });
  await until(() => config.isQuiet());
  const documents = config.changes.map(({ data }) => data.document);
  for (const document of [`user.${userId}`, `sending-profile.user-${userId}`]) expect(documents).toContain(document);
});
