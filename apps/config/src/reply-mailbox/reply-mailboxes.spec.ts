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
import { SettingsSecrets } from '../secret-rotation/settings-secrets.js';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
const PATH = '/v1/reply-mailboxes/old';
const OLD = {
  host: 'imap.old.test',
  encryption: 'implicit-tls',
  user: 'replies',
  replyToAddress: 'replies@old.test',
  trackingMode: 'address',
  password: 'battery staple',
};
const MAIN = { ...OLD, host: 'imap.new.test', replyToAddress: 'replies@new.test', password: 'horse' };
const BROKEN: TestReport = {
  outcome: 'failed',
  steps: [{ name: 'login', outcome: 'failed', code: 'mailbox.credentials_rejected', remediation: 'Type it again.' }],
};
let config: ConfigService;

const put = (path: string, body: object, call: Call = {}) => config.call(path, { method: 'PUT', body, ...call });
const published = (name?: string) => config.published(ReplyMailboxDocument, name);
const sendingWorks = () =>
  put('/v1/sending-profiles/system?require=test', {
    host: 'smtp.example.test',
    encryption: 'none',
    fromAddress: 'bot@example.test',
  });

function openedAs(key: string, mailbox: Record<string, unknown>): string {
  const document = ReplyMailboxDocument.parse(mailbox);
  if (document.kind !== 'imap') throw new Error('no password is expected there');
  const binding = secretBinding(key, 'password', document, document.revision);
  return open(document.password!, binding, config.env.INBOUND_SECRET_KEYS);
}

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const admin = { name: 'admin', displayName: 'Admin', address: 'admin@example.test' };
  await put(`/v1/users/${config.admin}`, admin);
});

beforeEach(async () => {
  await until(() => config.isQuiet());
  await config.forget();
  await config.answer(TrySendingProfileV1, WORKS);
  await config.answer(TryReplyMailboxV1, WORKS);
});

describe('a further reply mailbox', () => {
  it('is tried and saved beside the main one, under a key of its own that its password is sealed for', async () => {
    await sendingWorks();
    await put('/v1/reply-mailbox', { ...MAIN, enabled: true });
    expect(await put(PATH, { ...OLD, enabled: true })).toMatchObject({
      status: 201,
      etag: '"1"',
      body: { name: 'old', host: 'imap.old.test', enabled: true, passed: 'test', passwordSet: true },
    });
    expect(config.asked.at(-1)!.question['mailbox']).toMatchObject({ id: 'old', host: 'imap.old.test' });
    const beside = (await until(() => published('old')))!;
    expect(beside).toMatchObject({ id: 'old', revision: 1 });
    expect(openedAs('reply-mailbox.old', beside)).toBe('battery staple');
    expect(() => openedAs('reply-mailbox', beside)).toThrow();
    expect(await until(() => published())).toMatchObject({ host: 'imap.new.test' });
    expect(config.changes.map(({ data }) => data.document)).toContain('reply-mailbox.old');
  });

  it('that does not work is not saved, and needs sending to work like the main one', async () => {
    expect(await put(PATH, { ...OLD, enabled: true })).toMatchObject({
      status: 409,
      body: { code: 'settings.sending_first' },
    });
    await sendingWorks();
    await config.answer(TryReplyMailboxV1, BROKEN);
    expect(await put(PATH, { ...OLD, enabled: true })).toMatchObject({ status: 422 });
    expect(await config.call(PATH)).toMatchObject({ status: 404 });
  });

  it('is the old one of a company that moves: the main one goes to the new server first', async () => {
    await put('/v1/reply-mailbox', OLD);
    const conflict = await put(PATH, OLD);
    expect(conflict).toMatchObject({ status: 409, body: { code: 'request.conflict', errors: [{ path: 'user' }] } });
    expect(await put('/v1/reply-mailbox', MAIN, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 200 });
    expect(await put(PATH, OLD)).toMatchObject({ status: 201 });
    const back = await put('/v1/reply-mailbox', { ...OLD, user: 'REPLIES' }, { headers: { 'if-match': '"2"' } });
    expect(back).toMatchObject({ status: 409, body: { code: 'request.conflict' } });
  });

  it('is none that another one of the same moment leads to', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    const answers = await Promise.all(names.map((name) => put(`/v1/reply-mailboxes/${name}`, OLD)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
  });

  it('is not the main one by another way: Graph and IMAP lead to one mailbox of Microsoft', async () => {
    const graph = {
      kind: 'microsoft-graph',
      tenantId: 'contoso.test',
      clientId: '7b0c9a5e-3a55-4a1e-9f6e-0d8f6a1b2c3d',
      clientSecret: 'battery staple',
      replyToAddress: 'replies@contoso.test',
    };
    await put('/v1/reply-mailbox', { ...OLD, host: 'outlook.office365.com', user: 'Replies@contoso.test' });
    expect(await put(PATH, graph)).toMatchObject({
      status: 409,
      body: { code: 'request.conflict', errors: [{ path: 'replyToAddress' }] },
    });
    expect(await put(PATH, { ...graph, replyToAddress: 'other@contoso.test' })).toMatchObject({ status: 201 });
  });

  it('is changed like the main one: a blank keeps the password, and an old revision changes nothing', async () => {
    await put(PATH, OLD);
    const rest = Object.fromEntries(Object.entries(OLD).filter(([field]) => field !== 'password'));
    expect(await put(PATH, rest, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 200, etag: '"2"' });
    expect(await put(PATH, rest, { headers: { 'if-match': '"1"' } })).toMatchObject({ status: 412 });
    await until(async () => (await published('old'))?.['revision'] === 2);
    expect(openedAs('reply-mailbox.old', (await published('old'))!)).toBe('battery staple');
  });

  it('is listed, tested as it is stored, and deleted', async () => {
    await put(PATH, OLD);
    await put('/v1/reply-mailboxes/another', { ...OLD, user: 'other' });
    expect((await config.call('/v1/reply-mailboxes')).body).toMatchObject({
      items: [{ name: 'another' }, { name: 'old' }],
    });
    expect(await config.call(`${PATH}/test`, { method: 'POST' })).toMatchObject({ status: 200, body: WORKS });
    expect(await config.call(PATH)).toMatchObject({ body: { name: 'old', passed: 'test' } });
    expect(await config.call(PATH, { method: 'DELETE', headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 204,
    });
    await until(async () => (await published('old')) === undefined);
    expect(await config.call(PATH)).toMatchObject({ status: 404 });
  });

  it('has its secret sealed anew when keys are rotated', async () => {
    await put(PATH, OLD);
    await config.db.transaction((tx) => config.app.get(SettingsSecrets).reseal(tx, 'reply-mailbox.old'));
    await until(async () => (await published('old'))?.['revision'] === 2);
    expect(openedAs('reply-mailbox.old', (await published('old'))!)).toBe('battery staple');
  });

  it.each(['Old', '1old', 'old.one', 'a'.repeat(41)])('is not called %s', async (name) => {
    expect(await put(`/v1/reply-mailboxes/${name}`, OLD)).toMatchObject({ status: 400 });
  });
});
