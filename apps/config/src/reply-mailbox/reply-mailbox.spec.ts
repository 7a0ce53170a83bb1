import {
  ReplyMailboxDocument,
  secretBinding,
  SendingProfileDocument,
  TryReplyMailboxV1,
  TrySendingProfileV1,
  type TestReport,
} from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/reply-mailbox';
const WITHOUT_PASSWORD = {
  host: 'imap.example.test',
  encryption: 'implicit-tls',
  user: 'replies',
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
};
const MAILBOX = { ...WITHOUT_PASSWORD, password: 'battery staple' };
const ENABLED = { ...MAILBOX, enabled: true };
const BROKEN: TestReport = {
  outcome: 'failed',
  steps: [{ name: 'login', outcome: 'failed', code: 'mailbox.credentials_rejected', remediation: 'Type it again.' }],
};
let config: ConfigService;

const get = () => config.call(PATH);
const put = (body: object, call: Call = {}) => config.call(PATH, { method: 'PUT', body, ...call });
const published = () => config.published(ReplyMailboxDocument);

const sendingWorks = (query = '?require=test') =>
  config.call(`/v1/sending-profiles/system${query}`, {
    method: 'PUT',
    body: { host: 'smtp.example.test', encryption: 'none', fromAddress: 'bot@example.test' },
  });

const openedBy = (mailbox: Record<string, unknown>) => {
  const document = ReplyMailboxDocument.parse(mailbox);
  if (document.kind !== 'imap') throw new Error('no password is expected there');
  const { host, port, user, revision, password } = document;
  const binding = secretBinding('reply-mailbox', 'password', { host, port, user }, revision);
  return open(password!, binding, config.env.INBOUND_SECRET_KEYS);
};

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const admin = { name: 'admin', displayName: 'Admin', address: 'admin@example.test' };
  await config.call(`/v1/users/${config.admin}`, { method: 'PUT', body: admin });
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.forget();
  await config.answer(TrySendingProfileV1, WORKS);
  await config.answer(TryReplyMailboxV1, WORKS);
});

describe('a disabled reply mailbox', () => {
  it('is saved before sending works, and without a test', async () => {
    expect(await put(MAILBOX)).toMatchObject({
      status: 201,
      etag: '"1"',
      body: {
        ...WITHOUT_PASSWORD,
        kind: 'imap',
        enabled: false,
        port: 993,
        pollIntervalSeconds: 180,
        senderProof: { kind: 'none' },
        trackingModeLabel: 'Use email address for tracking reply message intent',
        passwordSet: true,
        passed: 'none',
      },
    });
    expect(config.asked).toEqual([]);
    expect(openedBy((await until(published))!)).toBe('battery staple');
  });

  it('has the other label in the other mode', async () => {
    expect(await put({ ...MAILBOX, trackingMode: 'message-id' })).toMatchObject({
      body: { trackingModeLabel: 'Use message-id in email header for tracking reply message intent' },
    });
  });

  it('can be tested, and nothing is enabled by that', async () => {
    await put(MAILBOX);
    expect(await config.call(`${PATH}/test`, { method: 'POST' })).toMatchObject({ status: 200, body: WORKS });
    expect(openedBy(config.asked[0]!.question['mailbox']!)).toBe('battery staple');
    expect(await get()).toMatchObject({ etag: '"1"', body: { enabled: false, passed: 'test' } });
  });
});

describe('a form for the reply mailbox', () => {
  it('is told which tracking modes there are, and where they are fixed', async () => {
    const { status, body } = await config.call(`${PATH}/options`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      trackingModes: [
        { label: 'Use email address for tracking reply message intent', suits: 'Google Gmail or Amazon SES' },
        {
          label: 'Use message-id in email header for tracking reply message intent',
          suits: 'Microsoft Exchange or Office 365',
        },
      ],
      providers: [
        { kind: 'imap', serviceProvider: null, trackingModeEditable: true },
        { kind: 'microsoft-graph', serviceProvider: 'Microsoft', trackingModeEditable: false },
        { kind: 'microsoft-exchange', serviceProvider: 'Microsoft', trackingModeEditable: false },
      ],
    });
  });
});

describe('validating a reply mailbox', () => {
  it.each([
    ['a draft', MAILBOX],
    ['what is stored', undefined],
  ])('tries %s, notes nothing and says that the address was not checked', async (_name, body) => {
    await put(MAILBOX);
    const answer = await config.call(`${PATH}/validate`, { method: 'POST', ...(body && { body }) });
    expect(answer).toMatchObject({
      status: 200,
      body: { outcome: 'ok', steps: [...WORKS.steps, { name: 'reply-to-address', outcome: 'not checked' }] },
    });
    expect(config.asked).toHaveLength(1);
    expect(await get()).toMatchObject({ etag: '"1"', body: { passed: 'none' } });
  });
});

describe('a reply mailbox of Microsoft', () => {
  const GRAPH = {
    kind: 'microsoft-graph',
    tenantId: 'example.test',
    clientId: '7b0c9a5e-3a55-4a1e-9f6e-0d8f6a1b2c3d',
    clientSecret: 'battery staple',
    replyToAddress: 'replies@example.test',
  };
  const NO_TOKEN = {
    seen: `Error connecting to Tenant ID: ${GRAPH.tenantId} with Client: ${GRAPH.clientId} credentials.`,
    remediation: 'Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid.',
  };

  it('shows what cannot be edited, and keeps its secret for inbound-reply alone', async () => {
    const { status, body } = await put(GRAPH);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      serviceProvider: 'Microsoft',
      trackingMode: 'message-id',
      trackingModeLabel: 'Use message-id in email header for tracking reply message intent',
      trackingModeEditable: false,
      clientSecretSet: true,
      pollIntervalSeconds: 180,
    });
    expect(JSON.stringify(body['hints'])).toContain(`Don't automatically mark items as read`);
    const document = ReplyMailboxDocument.parse(await until(published));
    const endpoint = { host: 'login.microsoftonline.com', port: 443, user: `${GRAPH.tenantId}/${GRAPH.clientId}` };
    const binding = secretBinding('reply-mailbox', 'clientSecret', endpoint, 1);
    const sealed = document.kind === 'microsoft-graph' ? document.clientSecret! : '';
    expect(open(sealed, binding, config.env.INBOUND_SECRET_KEYS)).toBe('battery staple');
  });

  it.each([
    ['another tracking mode', { trackingMode: 'address' }, 'trackingMode'],
    ['an archive', { archive: {} }, 'archive'],
    ['a password', { password: 'x' }, 'password'],
  ])('is refused with %s', async (_name, body, path) => {
    expect(await put({ ...GRAPH, ...body })).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('keeps its secret for the same application only', async () => {
    await put(GRAPH);
    const other = { ...GRAPH, clientSecret: '', tenantId: 'evil.test' };
    expect(await put(other, { headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 422,
      body: { code: 'settings.secret_required', errors: [{ path: 'clientSecret' }] },
    });
  });

  it('says which application Microsoft refused, and what to verify', async () => {
    await sendingWorks();
    await config.answer(TryReplyMailboxV1, {
      outcome: 'failed',
      steps: [{ name: 'token', outcome: 'failed', ...NO_TOKEN }],
    });
    expect(await put({ ...GRAPH, enabled: true })).toMatchObject({
      status: 422,
      body: { detail: `${NO_TOKEN.seen} ${NO_TOKEN.remediation}` },
    });
    expect((await get()).status).toBe(404);
  });

  it('of a linked account reads the mailbox of its address', async () => {
    const accountId = '11111111-2222-4333-8444-555555555555';
    const linked = { kind: 'microsoft-exchange', accountId, replyToAddress: 'replies@example.test' };
    expect(await put(linked)).toMatchObject({ body: { code: 'account.unknown' } });
    await config.db.query(
      `INSERT INTO linked_account (id, revision, address, state, tokens, linked_at, access_token_expires_at)
       VALUES ($1, 1, 'robot@example.test', 'linked', 'sealed', now(), now())`,
      [accountId],
    );
    expect(await put(linked)).toMatchObject({
      status: 201,
      body: { user: 'robot@example.test', host: 'outlook.office365.com', serviceProvider: 'Microsoft' },
    });
  });
});

describe('enabling replies', () => {
  it.each([
    ['no sending profile is saved', undefined],
    ['the sending profile was not tried', '?require=none'],
    ['no mail has left through the sending profile', '?require=validate'],
  ])('is refused while %s', async (_name, query) => {
    if (query) await sendingWorks(query);
    config.asked.length = 0;
    expect(await put(ENABLED)).toMatchObject({ status: 409, body: { code: 'settings.sending_first' } });
    expect([config.asked, (await get()).status]).toEqual([[], 404]);
  });

  it('saves, publishes and announces what inbound-reply has found to work', async () => {
    await sendingWorks();
    expect(await put(ENABLED)).toMatchObject({ status: 201, body: { enabled: true, passed: 'test' } });
    expect(openedBy(config.asked.at(-1)!.question['mailbox']!)).toBe('battery staple');
    await until(() => config.changes.find(({ data }) => data.document === 'reply-mailbox'));
    expect(openedBy((await until(published))!)).toBe('battery staple');
  });

  it('saves and enables nothing when the mailbox does not work', async () => {
    await sendingWorks();
    await put(MAILBOX);
    await config.answer(TryReplyMailboxV1, BROKEN);
    expect(await put(ENABLED, { headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 422,
      body: { code: 'mailbox.credentials_rejected', detail: 'Type it again.', steps: BROKEN.steps },
    });
    expect(await get()).toMatchObject({ etag: '"1"', body: { enabled: false } });
  });

  it('works again after the sending profile, saved untested, has passed a test', async () => {
    await sendingWorks('?require=none');
    await config.call('/v1/sending-profiles/system/test', { method: 'POST' });
    expect(await put(ENABLED)).toMatchObject({ status: 201, body: { enabled: true } });
  });
});

describe('a sending profile that logs in as the reply mailbox does', () => {
  const SAME = {
    host: 'smtp.example.test',
    encryption: 'starttls-required',
    authentication: 'same-as-incoming',
    fromAddress: 'bot@example.test',
  };
  const revisionOf = async () => (await config.call('/v1/sending-profiles/system')).body['revision'];

  it('follows the mailbox when its password changes, and only then', async () => {
    await put(MAILBOX);
    const saved = await config.call('/v1/sending-profiles/system?require=none', { method: 'PUT', body: SAME });
    expect(saved).toMatchObject({ status: 201, body: { user: 'replies' } });
    await put({ ...WITHOUT_PASSWORD, pollIntervalSeconds: 600 }, { headers: { 'if-match': '"1"' } });
    expect(await revisionOf()).toBe(1);
    await put({ ...MAILBOX, password: 'another one' }, { headers: { 'if-match': '"2"' } });
    expect(await revisionOf()).toBe(2);
    const document = await until(async () => {
      const read = await config.published(SendingProfileDocument, 'system');
      return read?.['revision'] === 2 ? SendingProfileDocument.parse(read) : undefined;
    });
    if (document.kind !== 'smtp') throw new Error('another kind was published');
    const binding = secretBinding(SendingProfileDocument.key('system'), 'password', document, 2);
    expect(open(document.password!, binding, config.env.OUTBOUND_SECRET_KEYS)).toBe('another one');
    expect((await get()).body['hints']).toContainEqual({
      path: 'user',
      text: expect.stringContaining('the same account'),
    });
  });
});

describe('a reply mailbox', () => {
  it('keeps its password for the same server only', async () => {
    await put(MAILBOX);
    const etag = { 'if-match': '"1"' };
    const elsewhere = { ...WITHOUT_PASSWORD, host: 'evil.example.test' };
    expect(await put(elsewhere, { headers: etag })).toMatchObject({ body: { code: 'settings.secret_required' } });
    expect(await put(WITHOUT_PASSWORD, { headers: etag })).toMatchObject({ body: { passwordSet: true, revision: 2 } });
    const document = await until(async () => ((await published())?.['revision'] === 2 ? published() : undefined));
    expect(openedBy(document!)).toBe('battery staple');
  });

  it('refuses an address that cannot carry a reply token', async () => {
    expect(await put({ ...MAILBOX, replyToAddress: 'a-very-long-service-account@example.test' })).toMatchObject({
      status: 422,
      body: { code: 'intent.address_unusable', errors: [{ path: 'replyToAddress' }] },
    });
    expect((await get()).status).toBe(404);
  });

  it('is refused with every wrong path, unknown fields too, and nothing is stored', async () => {
    const answer = await put({ ...MAILBOX, senderProof: { kind: 'none', because: 'x' }, trackingMode: 'magic' });
    const paths = (answer.body['errors'] as { path: string }[]).map(({ path }) => path).sort();
    expect([answer.status, paths]).toEqual([400, ['senderProof.because', 'trackingMode']]);
    expect((await get()).status).toBe(404);
  });

  it('lets one of twenty savers win', async () => {
    await put(MAILBOX);
    const attempts = Array.from({ length: 20 }, (_, n) =>
      put({ ...MAILBOX, pollIntervalSeconds: 60 + n }, { headers: { 'if-match': '"1"' } }),
    );
    const statuses = (await Promise.all(attempts)).map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array.from({ length: 19 }, () => 412)]);
  });

  it.each(['user', 'service'] as const)('is not for %s', async (as) => {
    const answers = await Promise.all([config.call(PATH, { as }), put(MAILBOX, { as })]);
    expect(answers.map(({ status }) => status)).toEqual([403, 403]);
  });
});
