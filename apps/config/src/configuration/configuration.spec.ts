import { randomUUID } from 'node:crypto';
import { DirectoryUserDocument, TryReplyMailboxV1, TrySendingProfileV1, type TestReport } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Answered, type ConfigService } from '../testing/config-service.js';
import { makeCertificate } from '../testing/make-certificate.js';

const here = world();
const ann = randomUUID();
const PROFILE = {
  host: 'smtp.example.test',
  encryption: 'none',
  user: 'desk',
  password: 'kanarienvogel-Zq7Xw9Jv',
  fromAddress: 'desk@example.test',
};
const MAILBOX = {
  host: 'imap.example.test',
  encryption: 'implicit-tls',
  user: 'replies',
  password: 'kanarienvogel-Zq7Xw9Jv',
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
};
const WHOLE = {
  authorities: [{ name: 'company', pem: makeCertificate({ name: 'Company CA', days: 30 }).pem }],
  microsoftApp: { tenantId: 'example.com', clientId: randomUUID(), clientSecret: 'kanarienvogel-Zq7Xw9Jv' },
  alternativeSenders: ['customer-7@example.test'],
  users: [
    {
      id: ann,
      name: 'ann',
      displayName: 'Ann',
      address: 'ann@example.com',
      groups: ['data'],
      alternativeSender: 'customer-7@example.test',
      subscriptions: ['orders.shipped'],
    },
  ],
  sendingProfile: PROFILE,
  ownProfiles: [{ ownerId: ann, settings: { ...PROFILE, host: 'smtp.ann.test' } }],
  replyMailbox: { ...MAILBOX, enabled: true },
  replyMailboxes: [{ name: 'old', settings: { ...MAILBOX, user: 'older', enabled: true } }],
  publishers: [{ name: 'shop', kinds: ['mention'], lanes: ['normal'] }],
};
const BROKEN: TestReport = {
  outcome: 'failed',
  steps: [{ name: 'tcp', outcome: 'failed', code: 'provider.unavailable' }],
};
let config: ConfigService;

const put = (body: object, query = '?require=test', headers: Record<string, string> = {}): Promise<Answered> =>
  config.call(`/v1/configuration${query}`, { method: 'PUT', body, headers });
const get = async (query = '') => (await config.call(`/v1/configuration${query}`)).body as unknown as typeof WHOLE;
const pathsOf = ({ body }: Answered) => (body['changes'] as { path: string }[]).map(({ path }) => path);

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
});

beforeEach(async () => {
  await config.forget();
  await config.db.query('TRUNCATE certificate, microsoft_app, alternative_senders, directory_user CASCADE');
  await config.db.query(`DELETE FROM publisher WHERE name <> 'conversation'`);
  const admin = { name: 'admin', displayName: 'Admin', address: 'admin@example.test' };
  await config.call(`/v1/users/${config.admin}`, { method: 'PUT', body: admin });
  await config.answer(TrySendingProfileV1, WORKS);
  await config.answer(TryReplyMailboxV1, WORKS);
});

describe('a configuration', () => {
  it('is there as a whole after an import, and importing what was exported changes nothing', async () => {
    const first = await put(WHOLE);
    expect(first).toMatchObject({ status: 200 });
    expect(await get()).toMatchObject({
      version: 1,
      authorities: [{ name: 'company' }],
      microsoftApp: { tenantId: 'example.com' },
      alternativeSenders: ['customer-7@example.test'],
      sendingProfile: { host: 'smtp.example.test', user: 'desk', port: 25 },
      ownProfiles: [{ ownerId: ann, settings: { host: 'smtp.ann.test' } }],
      replyMailbox: { enabled: true, replyToAddress: 'replies@example.test' },
      replyMailboxes: [{ name: 'old', settings: { enabled: true, user: 'older' } }],
      users: [{ name: 'admin' }, { name: 'ann', subscriptions: ['orders.shipped'] }],
      publishers: [{ name: 'conversation' }, { name: 'shop' }],
    });
    const again = await put(await get());
    expect(again).toMatchObject({ status: 200, etag: first.etag, body: { dryRun: false, changes: [], hints: [] } });
  });

  it('is tried with the authorities that stand in it', async () => {
    await put(WHOLE);
    const { pem } = WHOLE.authorities[0]!;
    expect(config.asked.length).toBeGreaterThan(1);
    for (const { question } of config.asked) expect(question['authorities']).toEqual([pem]);
  });

  it('logs in as the mailbox that stands in it, also where it is new', async () => {
    const login = { authentication: 'same-as-incoming', user: undefined, password: undefined };
    const sendingProfile = { ...PROFILE, ...login };
    expect(await put({ sendingProfile })).toMatchObject({
      status: 422,
      body: { code: 'settings.no_incoming_login' },
    });
    expect(await put({ sendingProfile, replyMailbox: WHOLE.replyMailbox })).toMatchObject({ status: 200 });
    const shown = await config.call('/v1/sending-profiles/system');
    expect(shown.body).toMatchObject({ authentication: 'same-as-incoming', user: 'replies', passwordSet: true });
    const again = await put(await get());
    expect(again.body).toMatchObject({ changes: [] });
  });

  it('is exported without secrets, and without shared profiles', async () => {
    await put(WHOLE);
    const shared = { ...PROFILE, host: 'smtp.shared.test', name: 'scripts' };
    expect(await config.call('/v1/sending-profiles?require=none', { method: 'POST', body: shared })).toMatchObject({
      status: 201,
    });
    const text = JSON.stringify(await get());
    expect(text).toContain('smtp.ann.test');
    expect(text).not.toContain('kanarienvogel');
    expect(text).not.toContain('smtp.shared.test');
  });

  it('keeps a secret that is not written, for the same server, and asks for it for another one', async () => {
    await put(WHOLE);
    const kept = { ...PROFILE, password: undefined };
    expect(await put({ sendingProfile: { ...kept, displayName: 'Desk' } })).toMatchObject({ status: 200 });
    const shown = await config.call('/v1/sending-profiles/system');
    expect(shown.body).toMatchObject({ displayName: 'Desk', passwordSet: true });
    expect(await put({ sendingProfile: { ...kept, host: 'smtp.evil.test' } })).toMatchObject({
      status: 422,
      body: { code: 'settings.secret_required', errors: [{ path: 'sendingProfile.password' }] },
    });
  });

  it('leaves sections alone that the document does not have', async () => {
    await put(WHOLE);
    const before = await get();
    const answer = await put({ publishers: [{ name: 'billing', kinds: ['mention'], lanes: ['bulk'] }] });
    expect(pathsOf(answer).every((path) => path.startsWith('publishers.billing'))).toBe(true);
    const { publishers, ...rest } = await get();
    expect(rest).toEqual({ ...before, publishers: undefined });
    expect(publishers.map(({ name }) => name)).toEqual(['billing', 'conversation', 'shop']);
  });

  it('loses what a list does not name only when it is pruned', async () => {
    await put(WHOLE);
    const [admin] = (await get()).users;
    const lists = {
      authorities: [],
      ownProfiles: [],
      publishers: [],
      replyMailboxes: [],
      users: [admin],
      alternativeSenders: [],
    };
    expect(await put({ ...lists, alternativeSenders: WHOLE.alternativeSenders })).toMatchObject({
      body: { changes: [] },
    });
    expect(await put(lists, '?prune=true')).toMatchObject({ status: 200 });
    expect(await get()).toMatchObject({
      ...lists,
      users: [{ name: 'admin' }],
      publishers: [{ name: 'conversation' }],
    });
  });

  it('names people by their ids, in capitals too', async () => {
    const users = [{ ...WHOLE.users[0], id: ann.toUpperCase() }];
    const ownProfiles = [{ ownerId: ann.toUpperCase(), settings: PROFILE }];
    await put({ ...WHOLE, users, ownProfiles });
    await until(() => config.published(DirectoryUserDocument, ann), { what: 'the person' });
    const again = { users, ownProfiles: [{ ownerId: ann, settings: { ...PROFILE, password: undefined } }] };
    expect(await put(again)).toMatchObject({ status: 200, body: { changes: [] } });
    const admin = (await get()).users.filter(({ id }) => id !== ann);
    expect((await put({ users: [...admin, ...users] }, '?prune=true')).body).toMatchObject({ changes: [] });
    expect((await get()).ownProfiles).toMatchObject([{ ownerId: ann }]);
  });

  it('can be read and written in part', async () => {
    await put(WHOLE);
    expect(Object.keys(await get('?sections=replyMailbox,publishers'))).toEqual([
      'version',
      'replyMailbox',
      'publishers',
    ]);
    expect(await config.call('/v1/configuration?sections=telegram')).toMatchObject({ status: 400 });
  });
});

describe('further reply mailboxes', () => {
  const further = (name: string, more: object = {}) => ({ name, settings: { ...MAILBOX, user: name, ...more } });
  const namesOf = async () => (await get()).replyMailboxes.map(({ name }) => name);

  it('are those of /v1/reply-mailboxes, and none that is missing in the document goes', async () => {
    await put(WHOLE);
    expect(await put({ replyMailboxes: [further('new')] })).toMatchObject({ status: 200 });
    const listed = (await config.call('/v1/reply-mailboxes')).body['items'] as { name: string; passwordSet: boolean }[];
    expect(listed).toMatchObject([
      { name: 'new', passwordSet: true },
      { name: 'old', passwordSet: true },
    ]);
  });

  it('go when they are pruned, and one of them may be the same mailbox by another name', async () => {
    await put(WHOLE);
    const renamed = { replyMailboxes: [further('renamed', { user: 'older' })] };
    expect(await put(renamed)).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'replyMailboxes.0.settings.user' }] },
    });
    expect(await put(renamed, '?prune=true')).toMatchObject({ status: 200 });
    expect(await namesOf()).toEqual(['renamed']);
  });

  it.each([
    ['the main one and a further one', { replyMailbox: 'older', old: 'replies', new: 'newer' }],
    ['two further ones', { replyMailbox: 'replies', old: 'newer', new: 'older' }],
    ['all of them', { replyMailbox: 'newer', old: 'replies', new: 'older' }],
  ])('change places in one import: %s', async (_which, users) => {
    const placed = (it: typeof users) => ({
      replyMailbox: { ...MAILBOX, user: it.replyMailbox, enabled: true },
      replyMailboxes: [further('new', { user: it.new }), further('old', { user: it.old })],
    });
    await put({ ...WHOLE, ...placed({ replyMailbox: 'replies', old: 'older', new: 'newer' }) });
    expect(await put(placed(users), '?dryRun')).toMatchObject({ status: 200 });
    expect(await put(placed(users))).toMatchObject({ status: 200 });
    expect(await get()).toMatchObject({
      replyMailbox: { user: users.replyMailbox },
      replyMailboxes: [
        { name: 'new', settings: { user: users.new } },
        { name: 'old', settings: { user: users.old } },
      ],
    });
  });

  it('are not both the same after an import, and then none is saved', async () => {
    await put(WHOLE);
    const same = {
      replyMailbox: { ...WHOLE.replyMailbox, user: 'third' },
      replyMailboxes: [further('old', { user: 'third' })],
    };
    expect(await put(same)).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
    expect(await put({ replyMailboxes: [further('old', { user: 'replies' })] })).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'replyMailboxes.0.settings.user' }] },
    });
    expect(await get()).toMatchObject({
      replyMailbox: { user: 'replies' },
      replyMailboxes: [{ name: 'old', settings: { user: 'older' } }],
    });
  });

  it('are tested when they are enabled, and nothing is saved when one does not work', async () => {
    await put({ sendingProfile: PROFILE });
    await config.answer(TryReplyMailboxV1, BROKEN);
    const broken = await put({ replyMailboxes: [further('idle'), further('busy', { enabled: true })] });
    expect(broken).toMatchObject({ status: 422, body: { code: 'provider.unavailable' } });
    expect(await get()).not.toMatchObject({ replyMailboxes: [{ name: 'idle' }] });
    expect(await put({ replyMailboxes: [further('idle')] })).toMatchObject({ status: 200 });
  });

  it('keep a secret that is not written, show none, and are asked for one of another server', async () => {
    await put(WHOLE);
    const kept = { password: undefined, user: 'older', enabled: true };
    const dry = await put({ replyMailboxes: [further('old', { ...kept, password: 'another' })] }, '?dryRun');
    expect(dry.body).toMatchObject({
      changes: [{ path: 'replyMailboxes.old.settings.password', after: '(secret)' }],
    });
    expect(await put({ replyMailboxes: [further('old', kept)] })).toMatchObject({ body: { changes: [] } });
    expect(await put({ replyMailboxes: [further('old', { ...kept, host: 'imap.evil.test' })] })).toMatchObject({
      status: 422,
      body: { code: 'settings.secret_required', errors: [{ path: 'replyMailboxes.0.settings.password' }] },
    });
  });

  it('are not named twice', async () => {
    expect(await put({ replyMailboxes: [further('old'), further('old')] })).toMatchObject({ status: 400 });
  });

  it('are not overwritten when somebody has changed one meanwhile', async () => {
    await put(WHOLE);
    const { etag } = await config.call('/v1/configuration');
    await put({ replyMailboxes: [further('old', { user: 'older', enabled: false })] });
    const late = await put({ replyMailboxes: [further('new')] }, '?require=test', { 'if-match': etag! });
    expect(late).toMatchObject({ status: 412 });
    expect(await namesOf()).toEqual(['old']);
  });
});

describe('a dry run', () => {
  it('shows what would change, tries nothing and changes nothing', async () => {
    await put(WHOLE);
    config.asked.length = 0;
    const { etag } = await config.call('/v1/configuration');
    const wanted = {
      sendingProfile: { ...PROFILE, host: 'smtp.new.test' },
      users: [{ ...WHOLE.users[0], groups: [] }],
    };
    expect(await put(wanted, '?dryRun')).toMatchObject({
      status: 200,
      etag,
      body: {
        dryRun: true,
        hints: [{ path: 'sendingProfile', text: expect.stringContaining('speaks to no server') }],
        changes: [
          { path: 'sendingProfile.host', before: 'smtp.example.test', after: 'smtp.new.test' },
          { path: 'sendingProfile.password', after: '(secret)' },
          { path: 'users.ann.groups', before: ['data'], after: [] },
        ],
      },
    });
    expect(config.asked).toEqual([]);
    expect((await config.call('/v1/configuration')).etag).toBe(etag);
    expect(await get()).toMatchObject({ sendingProfile: { host: 'smtp.example.test' } });
  });

  it('says who goes when a list is pruned, and that no admin is left', async () => {
    await put(WHOLE);
    await put({ users: [{ ...WHOLE.users[0], roles: ['server-admin'] }] });
    const { body } = await put({ users: [], ownProfiles: [] }, '?dryRun&prune=true');
    expect(body['changes']).toMatchObject([
      { path: expect.stringMatching(/^ownProfiles\./) },
      { path: 'users.admin', before: { name: 'admin' } },
      { path: 'users.ann', before: { name: 'ann', groups: ['data'] } },
    ]);
    expect((body['hints'] as { text: string }[]).map(({ text }) => text)).toEqual([
      expect.stringContaining('speaks to no server'),
      expect.stringContaining('linked account: admin, ann.'),
      expect.stringContaining('No user with the role server-admin is left'),
    ]);
    expect((await get()).users).toHaveLength(2);
  });

  it('fails as the import would', async () => {
    const users = [{ ...WHOLE.users[0], alternativeSender: 'nobody@example.test' }];
    const refused = { body: { code: 'sender.not_listed', errors: [{ path: 'users.0.alternativeSender' }] } };
    expect(await put({ users }, '?dryRun')).toMatchObject(refused);
    expect(await put({ users })).toMatchObject(refused);
  });
});

describe('an import is all or nothing', () => {
  it('when the last section is refused', async () => {
    const users = [WHOLE.users[0], { ...WHOLE.users[0], id: randomUUID(), name: 'bob', alternativeSender: undefined }];
    const before = await get();
    expect(await put({ ...WHOLE, users })).toMatchObject({
      status: 409,
      body: { errors: [{ path: expect.stringMatching(/^users\.1\./) }] },
    });
    expect(await get()).toEqual(before);
    await until(() => config.isQuiet());
    expect(config.changes.map((it) => it.data.document)).not.toContain('microsoft-app');
  });

  it('when the server does not work, with its steps', async () => {
    await config.answer(TrySendingProfileV1, BROKEN);
    const before = await get();
    expect(await put(WHOLE)).toMatchObject({
      status: 422,
      body: { code: 'provider.unavailable', steps: [{ name: 'tcp', outcome: 'failed' }] },
    });
    expect(await get()).toEqual(before);
  });

  it('when the mailbox is to be used and sending is not proven', async () => {
    expect(await put(WHOLE, '?require=validate')).toMatchObject({ body: { code: 'settings.sending_first' } });
    expect(await put({ ...WHOLE, replyMailbox: MAILBOX, replyMailboxes: [] }, '?require=validate')).toMatchObject({
      status: 200,
    });
  });

  it('when somebody else has changed something meanwhile', async () => {
    const USERS = [...(await get()).users, { ...WHOLE.users[0], alternativeSender: undefined }];
    const { etag } = await config.call('/v1/configuration');
    await put({ publishers: WHOLE.publishers });
    const late = await put({ users: USERS }, '', { 'if-match': etag! });
    expect(late).toMatchObject({ status: 412, body: { code: 'request.precondition_failed' } });
    expect((await get()).users).toHaveLength(1);
    const now = (await config.call('/v1/configuration')).etag!;
    expect(await put({ users: USERS }, '', { 'if-match': now })).toMatchObject({ status: 200 });
  });

  it('when two change different sections at once, based on the same', async () => {
    const etag = (await config.call('/v1/configuration')).etag!;
    const bodies = [{ publishers: WHOLE.publishers }, { alternativeSenders: ['a@example.test'] }];
    const all = await Promise.all(
      bodies.map((body) => put(body, '', { 'if-match': etag, 'x-request-id': 'nightly-job' })),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, 412]);
  });

  it('when sending was never tested, although a test is required of what changes', async () => {
    expect(await put({ sendingProfile: PROFILE }, '?require=none')).toMatchObject({ status: 200 });
    const unchanged = { sendingProfile: { ...PROFILE, password: undefined }, replyMailbox: WHOLE.replyMailbox };
    expect(await put(unchanged)).toMatchObject({ body: { code: 'settings.sending_first' } });
  });

  it('when twenty arrive at once that are based on the same', async () => {
    const etag = (await config.call('/v1/configuration')).etag!;
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        put({ alternativeSenders: [`s${n}@example.test`] }, '', { 'if-match': etag }),
      ),
    );
    expect(all.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });
});

describe('what only one user may have', () => {
  const [eve, eva] = [randomUUID(), randomUUID()];
  const person = (id: string, name: string, address: string, otherAddresses: string[] = []) => ({
    ...{ id, name, displayName: name, address, otherAddresses },
  });

  beforeEach(async () => {
    const users = [person(eve, 'eve', 'e@example.com'), person(eva, 'eva', 'a@example.com', ['desk@example.com'])];
    expect(await put({ users })).toMatchObject({ status: 200 });
  });

  it.each([
    ['addresses', person(eve, 'eve', 'a@example.com'), person(eva, 'eva', 'e@example.com', ['desk@example.com'])],
    ['names', person(eve, 'eva', 'e@example.com'), person(eva, 'eve', 'a@example.com')],
    ['one address', person(eve, 'eve', 'e@example.com', ['desk@example.com']), person(eva, 'eva', 'a@example.com')],
    ['a name, to somebody new', person(randomUUID(), 'eve', 'new@example.com'), person(eve, 'eve.b', 'e@example.com')],
  ])('changes hands in one import, whoever stands first: %s', async (_what, ...users) => {
    expect(await put({ users })).toMatchObject({ status: 200 });
    const now = (await get('?sections=users')).users;
    expect(now).toEqual(expect.arrayContaining(users.map((it) => expect.objectContaining(it))));
    expect((await put({ users })).body).toMatchObject({ changes: [] });
  });

  it('stays with whom the document does not name, and then all stays as it was', async () => {
    const before = await get('?sections=users');
    const users = [person(eve, 'eva', 'new@example.com', ['a@example.com'])];
    expect(await put({ users })).toMatchObject({ status: 409, body: { errors: [{ path: 'users.0.name' }] } });
    expect(await put({ users: [{ ...users[0], name: 'eve' }] })).toMatchObject({
      status: 409,
      body: { errors: [{ path: 'users.0.address' }] },
    });
    expect(await get('?sections=users')).toEqual(before);
  });
});

it('an alternative sender moves from one list to the next together with its users', async () => {
  await put(WHOLE);
  const users = [{ ...WHOLE.users[0], alternativeSender: 'customer-8@example.test' }];
  expect(await put({ alternativeSenders: ['customer-8@example.test'], users })).toMatchObject({ status: 200 });
  expect(await put({ alternativeSenders: [] })).toMatchObject({ status: 409, body: { code: 'sender.in_use' } });
});

it.each([
  ['an unknown section', { telegram: {} }, 'telegram'],
  ['a version that is not known', { version: 2 }, 'version'],
  ['a user twice', { users: [WHOLE.users[0], WHOLE.users[0]] }, 'users'],
  ['a wrong port', { sendingProfile: { ...PROFILE, port: 0 } }, 'sendingProfile.port'],
])('%s is refused with its place', async (_what, body, path) => {
  const answer = await put(body);
  expect(answer).toMatchObject({ status: 400 });
  expect((answer.body['errors'] as { path: string }[]).map((it) => it.path)).toContain(path);
});

describe('in YAML', () => {
  const yaml = async (method: string, path: string, body?: string) => {
    const response = await fetch(`${config.url}${path}`, {
      method,
      headers: {
        authorization: await config.authorization('server-admin'),
        accept: 'application/yaml',
        ...(body !== undefined && { 'content-type': 'application/yaml' }),
      },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
  };

  it('it is written and read, and goes in a circle', async () => {
    await put(WHOLE);
    const { text, type } = await yaml('GET', '/v1/configuration');
    expect(type).toContain('application/yaml');
    expect(text).toMatch(/^version: 1\n/);
    expect(text).toContain('sendingProfile:\n  kind: smtp\n  host: smtp.example.test\n  port: 25\n');
    expect(await yaml('PUT', '/v1/configuration', text)).toMatchObject({
      status: 200,
      text: 'dryRun: false\nchanges: []\nhints: []\n',
    });
  });

  it('it says where it cannot be read', async () => {
    const answer = await yaml('PUT', '/v1/configuration', 'users:\n  - [');
    expect(answer).toMatchObject({ status: 400, text: expect.stringContaining('line 2') });
  });
});
