import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import {
  dkimBinding,
  DkimKeyDocument,
  SendingProfileDocument,
  TryReplyMailboxV1,
  TrySendingProfileV1,
  type DkimKey,
  type RequestContract,
  type TestReport,
} from '@replyline/contracts';
import { open } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startConfig, WORKS, type Call, type ConfigService } from '../testing/config-service.js';

const here = world();
/** Long and of unusual letters, so that it is found by nothing but itself. */
const CANARY = 'kanarienvogel-Zq7Xw9Jv';
/** Stands beside the canary and may be seen: where it is not found, the search is blind. */
const CONTROL = 'Visible Finch';
const PROFILE = {
  host: 'smtp.example.test',
  encryption: 'none',
  user: 'ann',
  password: CANARY,
  passwordConfirmation: CANARY,
  fromAddress: 'bot@example.test',
  displayName: CONTROL,
};
const MAILBOX = {
  host: 'imap.example.test',
  encryption: 'none',
  user: CONTROL,
  password: CANARY,
  replyToAddress: 'replies@example.test',
  trackingMode: 'address',
};
const SENDING = '/v1/sending-profiles/system';
const REPLIES = '/v1/reply-mailbox';
const BROKEN: TestReport = { outcome: 'failed', steps: [{ name: 'login', outcome: 'failed' }] };

const answers: string[] = [];
const further: string[] = [];
let config: ConfigService;

async function call(path: string, { headers, ...call }: Call): Promise<void> {
  const { etag } = await config.call(path.replace(/\/test$|\?.*$/, ''));
  const answer = await config.call(path, { ...call, headers: { ...headers, ...(etag && { 'if-match': etag }) } });
  answers.push(JSON.stringify(answer));
}

/** Each way in that a password has, and each way in which it can be turned away. */
async function plant(): Promise<void> {
  for (const [path, draft, request] of [
    [SENDING, PROFILE, TrySendingProfileV1],
    [REPLIES, { ...MAILBOX, enabled: true }, TryReplyMailboxV1],
  ] as const satisfies readonly (readonly [string, object, RequestContract])[]) {
    await config.answer(request, BROKEN);
    await call(path, { method: 'PUT', body: draft });
    await config.answer(request, WORKS);
    await call(path, { method: 'PUT', body: draft });
    await call(path, { method: 'PUT', body: { ...draft, password: '', passwordConfirmation: '' } });
    // A typed one is what is stored in the end: what a blank one left behind would hide a leak.
    await call(path, { method: 'PUT', body: draft });
    await call(`${path}/test`, { method: 'POST', body: draft });
    await call(`${path}/test`, { method: 'POST' });
    await call(path, {
      method: 'PUT',
      body: { ...draft, password: '', passwordConfirmation: '', host: 'evil.example.test' },
    });
    await call(path, { method: 'PUT', body: { ...draft, passwordConfirmation: `${CANARY}!` } });
    await call(path, { method: 'PUT', body: { ...draft, password: { value: CANARY } } });
    await call(path, { method: 'PUT', body: { ...draft, password: CANARY.repeat(100) } });
    await call(path, { method: 'PUT', body: { ...draft, passphrase: CANARY } });
    await call(path, { method: 'PUT', body: CANARY });
    await call(path, { method: 'PUT', as: 'user', body: draft });
    await config.fallSilent(request);
    await call(path, { method: 'PUT', body: draft });
    await call(path, { method: 'GET' });
  }
}

/** The ways in that are not one profile: documents of everything, drafts that are only looked at, exports. */
async function plantFurther(): Promise<void> {
  const app = { tenantId: 'example.com', clientId: '66666666-7777-4888-9999-aaaaaaaaaaaa', clientSecret: CANARY };
  const section = `[Shared-Email-Config]\nServer=${CONTROL.replace(' ', '.')}\nPort=25\nUsername=a@example.test\nPassword=${CANARY}\n`;
  const shared = (text: string) => ({ files: [{ name: 'gravwell.conf', text }] });
  const ask = async (path: string, method: 'GET' | 'PUT' | 'POST', body?: object) =>
    void further.push(JSON.stringify(await config.call(path, { method, ...(body && { body }) })));
  const whole = { sendingProfile: PROFILE, microsoftApp: app };
  await ask('/v1/configuration?dryRun', 'PUT', whole);
  await ask('/v1/configuration?require=none', 'PUT', whole);
  await ask('/v1/configuration?require=none', 'PUT', { ...whole, sendingProfile: { ...PROFILE, port: 'no port' } });
  await ask('/v1/sending-profiles/shared-email-config?dryRun', 'POST', shared(section));
  await ask('/v1/sending-profiles/shared-email-config?require=none', 'POST', shared(section));
  await ask('/v1/sending-profiles/shared-email-config', 'POST', shared(`${section}Pass word ${CANARY}\n`));
  const drafts = [{ scope: 'system', settings: PROFILE }];
  const recipients = [{ address: 'bob@example.test' }];
  await ask('/v1/policy/dry-run', 'POST', { kind: 'mention', recipients, drafts });
  await ask('/v1/configuration', 'GET');
  const response = await fetch(`${config.url}/v1/configuration`, {
    method: 'PUT',
    headers: { authorization: await config.authorization('server-admin'), 'content-type': 'application/yaml' },
    body: `sendingProfile:\n  password: "${CANARY}\n  host: [`,
  });
  further.push(JSON.stringify({ status: response.status, text: await response.text() }));
}

async function tables(): Promise<string> {
  const names: { name: string }[] = await config.db.query(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`,
  );
  const rows = await Promise.all(names.map(({ name }) => config.db.query(`SELECT * FROM "${name}"`)));
  return JSON.stringify(rows);
}

async function streams(): Promise<string> {
  const manager = await jetstreamManager(config.nats);
  const kept: string[] = [];
  for await (const { config: stream, state } of manager.streams.list()) {
    if (state.messages === 0) continue;
    const consumer = await jetstream(config.nats).consumers.get(stream.name);
    const messages = await consumer.fetch({ max_messages: state.messages, expires: 2_000 });
    for await (const message of messages) kept.push(message.subject, message.string(), String(message.headers ?? ''));
  }
  return kept.join('\n');
}

const linesSaying = (msg: string): string =>
  config
    .log()
    .split('\n')
    .filter((line) => line.includes(`"msg":"${msg}"`))
    .join('\n');

/** The ways in which text hides in text. */
const disguises = (text: string): string[] => [
  text,
  encodeURIComponent(text),
  Buffer.from(text).toString('hex'),
  ...[0, 1, 2].map((shift) =>
    Buffer.from(' '.repeat(shift) + text)
      .toString('base64')
      .slice(4, -6),
  ),
];

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const admin = { name: 'admin', displayName: 'Admin', address: 'admin@example.test' };
  await config.call(`/v1/users/${config.admin}`, { method: 'PUT', body: admin });
  await plant();
  await plantFurther();
  await until(() => config.isQuiet());
});

describe('a password', () => {
  it('was really stored, tried and turned away in the ways that follow', () => {
    const statuses = answers.map((answer) => (JSON.parse(answer) as { status: number }).status);
    expect(statuses).toEqual(
      [SENDING, REPLIES].flatMap(() => [422, 201, 200, 200, 200, 200, 422, 400, 400, 400, 400, 400, 403, 503, 200]),
    );
  });

  it('was really imported, tried and turned away as well', () => {
    const statuses = further.map((answer) => (JSON.parse(answer) as { status: number }).status);
    expect(statuses).toEqual([200, 200, 400, 200, 200, 400, 200, 200, 400]);
  });

  it.each<[string, () => string | Promise<string>, string]>([
    ['a table', tables, CONTROL],
    ['a stream or a bucket', streams, CONTROL],
    ['a question to another service', () => JSON.stringify(config.asked), CONTROL],
    ['an answer', () => answers.join('\n'), CONTROL],
    ['an import, an export or a dry run', () => further.join('\n'), CONTROL],
    ['the log', () => config.log(), REPLIES],
    ['a line about what was saved', () => linesSaying('settings saved'), '"document":"reply-mailbox","revision":1'],
  ])('is in no readable form in %s', async (_name, read, control) => {
    const text = await read();
    expect(text).toContain(control);
    for (const disguise of disguises(CANARY)) expect(text).not.toContain(disguise);
  });

  it('is there all the same, for the one service that may open it', async () => {
    const profile = await config.published(SendingProfileDocument, 'system');
    expect(profile).toMatchObject({ password: expect.stringMatching(/^o1\.[\w-]{60,}$/) });
  });
});

describe('the private half of a DKIM key', () => {
  const said: string[] = [];
  /** Each line of it, as outbound-mail reads it. */
  let lines: string[];

  const ask = async (path: string, method: 'GET' | 'POST' | 'DELETE', more: object = {}) => {
    const answer = await config.call(`/v1/dkim-keys${path}`, { method, ...more });
    said.push(JSON.stringify(answer));
    return answer;
  };

  beforeAll(async () => {
    const body = { domain: 'example.test', selector: 'canary' };
    const id = String((await ask('', 'POST', { body })).body['id']);
    await ask('', 'POST', { body });
    await ask(`/${id}/activate?require=none`, 'POST');
    await ask(`/${id}`, 'GET');
    await ask('', 'GET');
    const key = (await until(() => config.published(DkimKeyDocument, id))) as DkimKey;
    const pem = open(key.privateKey, dkimBinding(key), config.env.OUTBOUND_SECRET_KEYS);
    lines = pem.split('\n').filter((line) => /^[\w+/]{64}$/.test(line));
    await ask('', 'POST', { body: { ...body, selector: 'next' } });
    said.push(JSON.stringify(await config.call('/v1/configuration')), JSON.stringify(await config.call('/v1/audit')));
    await until(() => config.isQuiet());
  });

  it.each<[string, () => string | Promise<string>, string]>([
    ['a table', tables, 'canary'],
    ['a stream or a bucket', streams, 'canary'],
    ['an answer, an export or the audit', () => said.join('\n'), 'canary'],
    ['the log', () => config.log(), '/v1/dkim-keys'],
  ])('is in no readable form in %s', async (_name, read, control) => {
    const text = await read();
    expect(text).toContain(control);
    expect(lines.length).toBeGreaterThan(20);
    for (const line of lines) {
      const octets = Buffer.from(line, 'base64');
      for (const form of [line, octets.toString('hex'), octets.toString('base64url'), ...disguises(line)]) {
        expect(text).not.toContain(form);
      }
    }
  });
});
