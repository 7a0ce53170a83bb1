import {
  ReplyMailboxDocument,
  secretBinding,
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
  const { host, port, user, revision, password } = ReplyMailboxDocument.parse(mailbox);
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
