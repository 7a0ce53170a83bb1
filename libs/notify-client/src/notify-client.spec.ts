import { execFile } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { natsAccounts, NotificationRequestedV1, STREAMS } from '@replyline/contracts';
import { makeTemporaryFolder, startNats, type RunningNats } from '@replyline/local-servers';
import { readFileSync, rmSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parseKeyRing, openSealed, sealingKeyOf } from '@replyline/sealing';
import { fetchSealingKey, notificationOf, Notifier, StatusReader, type NotificationStatus } from './index.js';

const PASSWORD = 'p1';
const LOGINS = { operators: { operator: PASSWORD }, publishers: { exports: PASSWORD } };
const dir = makeTemporaryFolder();
let nats: RunningNats;
let operator: NatsConnection;
let notifier: Notifier;

beforeAll(async () => {
  nats = await startNats({ dir, configuration: natsAccounts({ passwordOf: () => PASSWORD, ...LOGINS }) });
  operator = await connect({ servers: nats.url, user: 'operator', pass: PASSWORD });
  const manager = await jetstreamManager(operator);
  await manager.streams.add({ name: 'REQUEST', subjects: [...STREAMS.REQUEST] });
  // As outbound-mail makes it, and not larger than a test needs.
  await new Objm(operator).create('attachments-exports', { max_bytes: 100_000_000 });
  await new Objm(operator).create('attachments-billing', {});
  notifier = await Notifier.connect({ servers: nats.url, publisher: 'exports', password: PASSWORD });
});
afterAll(async () => {
  await notifier.close();
  await operator.close();
  await nats.stop();
  rmSync(dir, { recursive: true, force: true });
});

const stream = async () => (await jetstreamManager(operator)).streams.info('REQUEST');
const last = async () => {
  const { state } = await stream();
  const message = await (await jetstreamManager(operator)).streams.getMessage('REQUEST', { seq: state.last_seq });
  return { subject: message!.subject, event: message!.json<Record<string, unknown>>() };
};
const wanted = {
  kind: 'job-status' as const,
  recipients: [{ address: 'bob@example.test' }],
  variables: { title: 'Export', text: 'It is done.' },
};

describe('a notifier', () => {
  it('gives an event to the stream, whoever has used its id before, and from a text', async () => {
    const { messages: before } = (await stream()).state;
    const event = notificationOf('exports', wanted, { expiresAt: new Date('2030-01-01') });
    const taken = { msgID: `exports/${event.id}` };
    await jetstream(operator).publish('notification.requested.v1.bulk.billing', '{}', taken);
    await notifier.publish(event);
    await notifier.publish(JSON.parse(JSON.stringify(event)) as typeof event);
    expect((await stream()).state.messages).toBe(before + 3);
    const { subject, event: arrived } = await last();
    expect(subject).toBe('notification.requested.v1.normal.exports');
    expect(NotificationRequestedV1.parse(arrived)).toEqual(event);
    expect(arrived['expirytime']).toBe('2030-01-01T00:00:00.000Z');
  });

  it('says of an event that is too large that it is, and how large', async () => {
    const { messages: before } = (await stream()).state;
    const event = notificationOf('exports', { ...wanted, variables: { title: 'Export', text: '€'.repeat(100_000) } });
    const sizeBytes = Buffer.byteLength(JSON.stringify(event));
    await expect(notifier.publish(event)).rejects.toMatchObject({
      code: 'contract.event_too_large',
      details: { sizeBytes },
    });
    expect((await stream()).state.messages).toBe(before);
  });

  it('seals what lets somebody in, for this event alone', async () => {
    const ring = parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64url')}`, 'KEYS');
    const variables = { displayName: 'Bob', password: 'plum-Kettle' };
    const asked = { ...wanted, kind: 'password' as const, variables };
    expect(() => notificationOf('exports', asked)).toThrow(expect.objectContaining({ code: 'contract.invalid_event' }));
    const event = notificationOf('exports', asked, { sealingKey: sealingKeyOf(ring) });
    await notifier.publish(event);
    expect(JSON.stringify((await last()).event)).not.toContain('plum-Kettle');
    const { password } = event.data.variables as typeof variables;
    const place = { source: '/services/exports', eventId: event.id, field: 'password' };
    expect(openSealed(password, place, ring)).toBe('plum-Kettle');
  });

  it('refuses to seal what could not be sent', () => {
    const ring = parseKeyRing(`k1:${Buffer.alloc(32, 1).toString('base64url')}`, 'KEYS');
    const variables = { displayName: 'Bob', password: 'plum\r\nKettle' };
    const ask = () =>
      notificationOf('exports', { ...wanted, kind: 'password', variables }, { sealingKey: sealingKeyOf(ring) });
    expect(ask).toThrow(expect.objectContaining({ details: { paths: 'data.variables.password' } }));
  });

  it('takes it back', async () => {
    const event = notificationOf('exports', wanted);
    await notifier.cancel(event);
    expect(await last()).toMatchObject({
      subject: 'notification.cancel.v1.exports',
      event: { source: '/services/exports', causationid: event.id, data: { eventId: event.id } },
    });
  });

  it('says which field is wrong before anything is published', () => {
    const wrong = { ...wanted, recipients: [] };
    expect(() => notificationOf('exports', wrong)).toThrow(
      expect.objectContaining({
        code: 'contract.invalid_event',
        details: expect.objectContaining({ paths: 'data.recipients' }) as unknown,
        message: expect.stringContaining('data.recipients: must have at least 1 item') as unknown,
      }),
    );
  });

  it('cannot speak for somebody else', async () => {
    const foreign = await Notifier.connect({
      servers: nats.url,
      publisher: 'exports',
      password: PASSWORD,
      timeoutMs: 500,
    });
    await expect(foreign.publish(notificationOf('billing', wanted))).rejects.toThrow();
    await foreign.close();
  });
});

describe('a file', () => {
  const csv = { filename: 'Bestellungen März.csv', mediaType: 'text/csv' };
  const bucket = () => new Objm(operator).open('attachments-exports');

  it('is put where outbound-mail finds it, as the request says', async () => {
    const file = await notifier.attach(csv, Buffer.from('a;b'));
    const sha256 = createHash('sha256').update('a;b').digest('hex');
    expect(file).toMatchObject({ ...csv, sizeBytes: 3, sha256 });
    await notifier.publish(notificationOf('exports', { ...wanted, attachments: [file] }));
    expect((await last()).event).toMatchObject({ data: { attachments: [file] } });
    expect(Buffer.from((await (await bucket()).getBlob(file.object))!).toString()).toBe('a;b');
    expect((await (await bucket()).info(file.object))?.headers?.get('Content-Type')).toBe('text/csv');
  });

  it('of 20 MB is read from a stream', async () => {
    const bytes = randomBytes(20_000_000);
    const file = await notifier.attach(csv, Readable.from(piecesOf(bytes)));
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect((await (await bucket()).info(file.object))?.size).toBe(20_000_000);
  });

  it('that is given twice is one object, and under two types two', async () => {
    const once = await notifier.attach(csv, Buffer.from('same'));
    const { revision } = (await (await bucket()).info(once.object))!;
    expect(await notifier.attach(csv, Buffer.from('same'))).toEqual(once);
    expect((await (await bucket()).info(once.object))!.revision).toBe(revision);
    const other = await notifier.attach({ ...csv, mediaType: 'text/plain' }, Buffer.from('same'));
    expect(other.object).not.toBe(once.object);
  });

  it('that a mail may not carry is refused before anything is put', async () => {
    const { state } = await (await jetstreamManager(operator)).streams.info('OBJ_attachments-exports');
    await expect(notifier.attach({ ...csv, filename: '../../x' }, Buffer.from('x'))).rejects.toMatchObject({
      code: 'contract.invalid_event',
      details: { paths: 'filename' },
      message: expect.stringContaining('filename: is a path'),
    });
    const tooLarge = {
      code: 'contract.invalid_event',
      details: { paths: 'sizeBytes', why: 'sizeBytes: must be at most 25000000' },
    };
    await expect(notifier.attach(csv, Buffer.alloc(25_000_001))).rejects.toMatchObject(tooLarge);
    await expect(notifier.attach(csv, Readable.from(endless()))).rejects.toMatchObject(tooLarge);
    const after = (await (await jetstreamManager(operator)).streams.info('OBJ_attachments-exports')).state;
    expect(after.messages).toBe(state.messages);
  });

  it('of a publisher that config does not know is refused with what is missing', async () => {
    const options = { servers: nats.url, publisher: 'operator', password: PASSWORD };
    const unknown = await Notifier.connect(options);
    await expect(unknown.attach(csv, Buffer.from('x'))).rejects.toThrow('PUT /v1/publishers/operator');
    await unknown.close();
  });

  it('cannot be put for somebody else', async () => {
    const options = { servers: nats.url, publisher: 'exports', password: PASSWORD, timeoutMs: 500 };
    const foreign = await Notifier.connect(options);
    Object.assign(foreign, { publisher: 'billing' });
    await expect(foreign.attach(csv, Buffer.from('x'))).rejects.toThrow();
    const { state } = await (await jetstreamManager(operator)).streams.info('OBJ_attachments-billing');
    expect(state.messages).toBe(0);
    await foreign.close();
  });

  function* piecesOf(bytes: Buffer) {
    for (let start = 0; start < bytes.length; start += 65_536) yield bytes.subarray(start, start + 65_536);
  }
  function* endless() {
    for (;;) yield Buffer.alloc(1_000_000);
  }
});

it('the example in Python is a request that is accepted', async () => {
  const script = fileURLToPath(new URL('../../../docs/examples/notify.py', import.meta.url));
  const { host } = new URL(nats.url);
  const env = { PATH: process.env['PATH'], NATS_URL: `nats://exports:${PASSWORD}@${host}`, PUBLISHER: 'exports' };
  const { stdout } = await promisify(execFile)('python3', [script, 'bob@example.test', 'Export', 'It is done.'], {
    env,
  });
  const { subject, event } = await last();
  expect(NotificationRequestedV1.parse(event)).toMatchObject({ id: stdout.trim(), data: wanted });
  expect(subject).toBe('notification.requested.v1.normal.exports');
});

it('the example in Python says how it is used, and where nobody answers', async () => {
  const script = fileURLToPath(new URL('../../../docs/examples/notify.py', import.meta.url));
  const said = (args: string[], env: Record<string, string>) =>
    promisify(execFile)('python3', [script, ...args], { env: { PATH: process.env['PATH']!, ...env } }).catch(
      ({ stderr }: { stderr: string }) => stderr,
    );
  expect(await said([], {})).toContain('python3 notify.py RECIPIENT TITLE TEXT');
  const nowhere = { NATS_URL: 'nats://127.0.0.1:1', PUBLISHER: 'exports' };
  expect(await said(['b@example.test', 'a', 'b'], nowhere)).toMatch(/^127\.0\.0\.1:1 does not answer: .*\n$/);
});

it('the example in Python says where no stream takes what it asks for', async () => {
  const example = readFileSync(new URL('../../../docs/examples/notify.py', import.meta.url), 'utf8');
  const script = example.replace('"lane": "normal"', '"lane": "fast"');
  const { host } = new URL(nats.url);
  const env = { PATH: process.env['PATH'], NATS_URL: `nats://exports:${PASSWORD}@${host}`, PUBLISHER: 'exports' };
  const asked = promisify(execFile)('python3', ['-c', script, 'bob@example.test', 'a', 'b'], { env });
  await expect(asked).rejects.toThrow(
    'the broker did not answer within 5 s. No stream took notification.requested.v1.fast.exports?',
  );
});

describe('the status of a notification', () => {
  const delivery = (state: string) => ({
    id: 'd',
    state,
    recipient: { userId: null, address: 'b@example.test' },
    reason: null,
    nextAttemptAt: null,
  });
  const status = (state: string): NotificationStatus => ({ id: 'n', refusal: null, deliveries: [delivery(state)] });

  const unknown = (nextAt: string | null): NotificationStatus => ({
    ...status('unknown'),
    deliveries: [{ ...delivery('unknown'), search: { nextAt } }],
  });

  async function reader(answers: (NotificationStatus | undefined)[], code = 200) {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(`${request.headers.authorization} ${request.url}`);
      const isList = request.url!.includes('?');
      // As outbound-mail: only the view of one says whether it is still looked for.
      const answer =
        answers.length > 1 && !(isList && answers[0]?.deliveries[0]!.search) ? answers.shift() : answers[0];
      const items = [answer].filter((it) => it !== undefined);
      response.writeHead(code).end(JSON.stringify(isList ? { items: items.map(listed) } : answer));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { asked, server, reader: new StatusReader({ baseUrl, token: () => 't' }) };
  }

  it('is followed until nothing goes on by itself, each change once', async () => {
    const states = [undefined, status('queued'), status('queued'), status('deferred'), status('sent')];
    const it = await reader(states);
    const seen: string[] = [];
    for await (const { deliveries } of it.reader.follow({ id: 'e-1' })) seen.push(deliveries[0]!.state);
    it.server.close();
    expect(seen).toEqual(['queued', 'deferred', 'sent']);
    expect(it.asked[0]).toBe('Bearer t /v1/notifications?eventId=e-1');
  });

  it.each([
    ['found', [unknown('2026-11-21T00:00:00Z'), status('sent')], ['unknown', 'sent']],
    ['given up', [unknown('2026-11-21T00:00:00Z'), unknown(null)], ['unknown', 'unknown']],
  ])(
    'is followed while a mail whose answer was lost is looked for, until it is %s',
    async (_what, states, expected) => {
      const it = await reader([...states]);
      const seen: string[] = [];
      for await (const { deliveries } of it.reader.follow({ id: 'e-1' })) seen.push(deliveries[0]!.state);
      it.server.close();
      expect(seen).toEqual(expected);
    },
  );

  it('is of all that it goes to, where a list shows the first of them', async () => {
    const deliveries = ['sent', 'sent', 'queued'].map(delivery);
    const it = await reader([{ ...status('sent'), deliveries }]);
    expect((await it.reader.read({ id: 'e-1' }))?.deliveries.map(({ state }) => state)).toEqual([
      'sent',
      'sent',
      'queued',
    ]);
    it.server.close();
  });

  it('is that of its own publisher, whoever else has used its id', async () => {
    const items = [
      { ...status('failed'), publisher: 'billing', deliveryCount: 1 },
      { ...status('sent'), publisher: 'exports', deliveryCount: 1 },
    ];
    const server = createServer((_, response) => response.end(JSON.stringify({ items })));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const it = new StatusReader({ baseUrl, token: () => 't' });
    const stateOf = async (source?: string) =>
      (await it.read({ id: 'e-1', ...(source && { source }) }))?.deliveries[0]!.state;
    expect(await stateOf('/services/exports')).toBe('sent');
    expect(await stateOf('/services/nobody')).toBeUndefined();
    expect(await stateOf()).toBe('failed');
    server.close();
  });

  it('is not followed any longer than somebody wants, also where outbound-mail never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const it = new StatusReader({ baseUrl, token: () => 't' });
    const following = it.follow({ id: 'e-1' }, AbortSignal.timeout(50)).next();
    await expect(following).rejects.toMatchObject({ name: 'TimeoutError' });
    silent.closeAllConnections();
    silent.close();
  });

  it('is not waited for where the token is refused', async () => {
    const it = await reader([], 403);
    await expect(it.reader.read({ id: 'e-1' })).rejects.toThrow('outbound-mail answered 403');
    it.server.close();
  });

  it('is read where a proxy has put outbound-mail under a path of its own', async () => {
    const { asked, server } = await reader([{ id: 'n-1', refusal: null, deliveries: [] }]);
    const port = (server.address() as AddressInfo).port;
    for (const path of ['/mail', '/mail/']) {
      const it = { baseUrl: `http://127.0.0.1:${port}${path}`, token: () => 't' };
      await new StatusReader(it).read({ id: 'e-1' });
      await fetchSealingKey(it);
    }
    const paths = asked.map((line) => line.replace('Bearer t ', ''));
    expect([...new Set(paths)]).toEqual(['/mail/v1/notifications?eventId=e-1', '/mail/v1/sealing-key']);
    server.close();
  });

  it('says where nobody answers', async () => {
    const gone = createServer();
    await new Promise<void>((resolve) => gone.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(gone.address() as AddressInfo).port}`;
    await new Promise((resolve) => gone.close(resolve));
    const it = { baseUrl, token: () => 't' };
    await expect(new StatusReader(it).read({ id: 'e-1' })).rejects.toThrow(
      `outbound-mail does not answer at ${baseUrl}`,
    );
    await expect(fetchSealingKey(it)).rejects.toThrow(`outbound-mail does not answer at ${baseUrl}`);
  });

  it.each(['a\ntoken', '“a-token”', 'a token', '', undefined])(
    'says that %j is no token, and not what it is',
    async (token) => {
      const it = { baseUrl: 'http://127.0.0.1:1', token: () => token as string };
      for (const asked of [new StatusReader(it).read({ id: 'e-1' }), fetchSealingKey(it)])
        await expect(asked).rejects.toThrow(/^token\(\) has given no bearer token: look for quote marks.*$/);
    },
  );

  it('says what to do where the token is refused', async () => {
    const problem = { code: 'access.denied', detail: 'Call with a token whose roles allow it.' };
    const refuses = createServer((_, response) => response.writeHead(403).end(JSON.stringify(problem)));
    await new Promise<void>((resolve) => refuses.listen(0, '127.0.0.1', resolve));
    const baseUrl = `http://127.0.0.1:${(refuses.address() as AddressInfo).port}`;
    const it = { baseUrl, token: () => 't' };
    const said = 'access.denied. Call with a token whose roles allow it.';
    await expect(new StatusReader(it).read({ id: 'e-1' })).rejects.toThrow(said);
    await expect(fetchSealingKey(it)).rejects.toThrow(said);
    refuses.close();
  });
});

/** As a list shows it, here two deliveries at the most. */
const listed = (status: NotificationStatus) => ({
  ...status,
  deliveryCount: status.deliveries.length,
  deliveries: status.deliveries.slice(0, 2).map((it) => ({ ...it, search: undefined })),
});
