import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefixOf, natsAccounts, STREAMS, TrySendingProfileV1 } from '@replyline/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder, startNats, type RunningNats } from '@replyline/local-servers';
import { rmSync } from 'node:fs';

const PASSWORD = 'p1';
const CONFIGURATION = natsAccounts({
  passwordOf: () => PASSWORD,
  operators: { operator: PASSWORD },
  publishers: { exports: PASSWORD, billing: PASSWORD },
});

const dir = makeTemporaryFolder();
let nats: RunningNats;

beforeAll(async () => {
  nats = await startNats({ dir, configuration: CONFIGURATION });
});

afterAll(async () => {
  await nats.stop();
  rmSync(dir, { recursive: true, force: true });
});

const as = (user: string): Promise<NatsConnection> =>
  connect({ servers: nats.url, user, pass: PASSWORD, inboxPrefix: inboxPrefixOf(user), maxReconnectAttempts: 0 });

/** What the broker says to a publish: it answers a forbidden one on the connection, not on the subject. */
async function mayPublish(user: string, subject: string): Promise<boolean> {
  const connection = await as(user);
  const refusals: string[] = [];
  void (async () => {
    for await (const status of connection.status()) if (status.type === 'error') refusals.push(String(status.error));
  })();
  connection.publish(subject, '{}');
  await connection.flush();
  await connection.flush();
  await connection.close();
  return refusals.length === 0;
}

async function refusalOn(connection: NatsConnection): Promise<string> {
  for await (const status of connection.status()) if (status.type === 'error') return String(status.error);
  throw new Error('the connection ended and nothing was refused');
}

describe('the broker', () => {
  it.each([
    ['inbound-reply', 'reply.received.v1'],
    ['outbound-mail', 'notification.sent.v1'],
    ['conversation', 'notification.requested.v1.normal.conversation'],
    ['config', '$KV.directory.user.1'],
    ['exports', 'notification.requested.v1.bulk.exports'],
    ['exports', '$O.attachments-exports.C.piece'],
    ['exports', '$O.attachments-exports.M.name'],
    ['exports', '$JS.API.STREAM.MSG.GET.OBJ_attachments-exports'],
    ['conversation', '$O.attachments-conversation.C.piece'],
    ['inbound-reply', '$O.reply-files.C.piece'],
    ['inbound-reply', '$O.reply-files.M.name'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.REQUEST'],
    ['config', '_INBOX_inbound-reply.answer.linked-accounts.access-token.v1.1'],
    ['outbound-mail', '_INBOX_config.answer.outbound-mail.try-sending-profile.v1.1'],
  ])('lets %s say %s', async (user, subject) => {
    expect(await mayPublish(user, subject)).toBe(true);
  });

  it.each([
    ['conversation', 'reply.received.v1'],
    ['outbound-mail', 'reply.received.v1'],
    ['exports', 'reply.received.v1'],
    ['exports', 'notification.requested.v1.normal.conversation'],
    ['inbound-reply', '$KV.settings.reply-mailbox'],
    ['conversation', 'config.changed.v1'],
    ['config', '$JS.API.STREAM.DELETE.REPLY'],
    ['conversation', '$JS.API.STREAM.MSG.DELETE.REQUEST'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.NOTIFICATION'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.REPLY'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.KV_settings'],
    ['outbound-mail', '$JS.API.STREAM.DELETE.REQUEST'],
    ['exports', '$O.attachments-billing.C.piece'],
    ['exports', '$O.attachments-exports2.M.name'],
    ['exports', '$JS.API.STREAM.MSG.GET.OBJ_attachments-billing'],
    ['exports', '$JS.API.STREAM.MSG.GET.REQUEST'],
    ['exports', '$JS.API.STREAM.PURGE.OBJ_attachments-exports'],
    ['exports', '$JS.API.STREAM.CREATE.OBJ_attachments-exports'],
    ['conversation', '$O.attachments-exports.C.piece'],
    ['outbound-mail', '$O.attachments-exports.M.name'],
    ['conversation', '$O.reply-files.M.name'],
    ['exports', '$O.reply-files.C.piece'],
    ['inbound-reply', '$O.attachments-exports.C.piece'],
    ['inbound-reply', '$JS.API.STREAM.PURGE.OBJ_reply-files'],
    ['config', '_INBOX_outbound-mail.1'],
    ['conversation', '_INBOX_outbound-mail.answer.linked-accounts.access-token.v1.1'],
    ['config', '_INBOX_config.answer.outbound-mail.try-sending-profile.v1.1'],
  ])('does not let %s say %s', async (user, subject) => {
    expect(await mayPublish(user, subject)).toBe(false);
  });

  it('lets a service read a bucket of any size', async () => {
    const [operator, service] = await Promise.all([as('operator'), as('outbound-mail')]);
    const store = await new Kvm(operator).create('directory');
    await Promise.all(Array.from({ length: 1_000 }, (_, index) => store.put(`user.${index}`, 'x'.repeat(10_000))));
    const read = await new Kvm(service).open('directory');
    let found = 0;
    for await (const { length } of await read.history()) found += Number(length === 10_000);
    expect(found).toBe(1_000);
    await Promise.all([operator.close(), service.close()]);
  });

  // Whoever may answer anywhere has each subject remembered that he could answer, those of all events among them.
  it('remembers of nobody where he was asked to answer', async () => {
    const [asked, asking] = await Promise.all([as('outbound-mail'), as('operator')]);
    const refusal = refusalOn(asked);
    asked.subscribe(TrySendingProfileV1.subject, { callback: (_error, question) => void question.respond('{}') });
    await asked.flush();
    asking.publish(TrySendingProfileV1.subject, '{}', { reply: '_INBOX_operator.1' });
    expect(await refusal).toContain('_INBOX_operator.1');
    await Promise.all([asked.close(), asking.close()]);
  });

  it('lets nobody in without a password', async () => {
    await expect(connect({ servers: nats.url, maxReconnectAttempts: 0 })).rejects.toThrow(/authoriz/i);
  });

  it('lets a service make streams and read them', async () => {
    const connection = await as('conversation');
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: 'REPLY', subjects: ['reply.>'] });
    expect((await manager.streams.info('REPLY')).config.name).toBe('REPLY');
    await connection.close();
  });
});

/**
 * JetStream answers with the rights of the broker, where the question says. None of the streams here protects itself, as
 * those of `ensureStreams` do: this is about who reaches them.
 */
describe('an answer that a publisher has sent elsewhere', () => {
  const SAID = [
    ['notification.requested.v1.urgent.exports', '{}'],
    ['notification.cancel.v1.exports', '{}'],
    ['$O.attachments-exports.M.name', '{}'],
    ['$JS.API.STREAM.INFO.OBJ_attachments-exports', ''],
    ['$JS.API.STREAM.MSG.GET.OBJ_attachments-exports', '{"seq":1}'],
  ] as const;
  /** What each of them holds before anybody answers. */
  const HELD = {
    KV_settings: '$KV.settings.sending-profile.system',
    CONFIG: 'config.changed.v1',
    OWN: 'own.thing',
    'OBJ_attachments-billing': '$O.attachments-billing.M.name',
  };
  /** A PubAck names a number, and `MSG.DELETE` takes one. */
  const MESSAGES = 50;
  let operator: NatsConnection;
  let manager: JetStreamManager;

  const streamsAndTheirSubjects = {
    REQUEST: [...STREAMS.REQUEST],
    CONFIG: [...STREAMS.CONFIG],
    KV_settings: ['$KV.settings.>'],
    OWN: ['own.>'],
    'OBJ_attachments-exports': ['$O.attachments-exports.>'],
    'OBJ_attachments-billing': ['$O.attachments-billing.>'],
  };

  beforeAll(async () => {
    operator = await as('operator');
    manager = await jetstreamManager(operator);
    for (const [name, subjects] of Object.entries(streamsAndTheirSubjects))
      await manager.streams.add({ name, subjects });
    for (const subject of Object.values(HELD).flatMap((it) => Array<string>(MESSAGES).fill(it)))
      await jetstream(operator).publish(subject, 'good');
  });

  afterAll(() => operator.close());

  const held = async (): Promise<Record<string, unknown>> => {
    const states = Object.entries(HELD).map(async ([name, subject]) => {
      const last = await manager.streams.getMessage(name, { last_by_subj: subject });
      return [name, [(await manager.streams.info(name)).state.messages, last?.string()]] as const;
    });
    return Object.fromEntries(await Promise.all(states));
  };
  const untouched = Object.fromEntries(Object.keys(HELD).map((name) => [name, [MESSAGES, 'good']]));
  const heardOf = async () => (await manager.streams.info('REQUEST')).state.messages;

  it.each([
    '$KV.settings.sending-profile.system',
    'config.changed.v1',
    'own.thing',
    '$O.attachments-billing.M.name',
    '$JS.API.STREAM.PURGE.CONFIG',
    '$JS.API.STREAM.PURGE.KV_settings',
    '$JS.API.STREAM.MSG.DELETE.CONFIG',
    'notification.requested.v1.urgent.conversation',
    'notification.requested.v1.urgent.billing',
  ])('does nothing at %s', async (reply) => {
    const exports = await as('exports');
    const heard = await heardOf();
    for (const [subject, body] of SAID) exports.publish(subject, body, { reply });
    // Each stream, and the API, answers in the order of the questions: these have their answers after those.
    for (const [subject, body] of SAID) await exports.request(subject, body);
    await exports.close();
    expect(await held()).toEqual(untouched);
    expect((await heardOf()) - heard).toBe(4);
  });

  it('comes back where it was wanted, once for the same event', async () => {
    const exports = await as('exports');
    const publish = () =>
      jetstream(exports).publish('notification.requested.v1.bulk.exports', '{}', { msgID: 'exports/1' });
    expect(await publish()).toMatchObject({ stream: 'REQUEST', duplicate: false });
    expect(await publish()).toMatchObject({ stream: 'REQUEST', duplicate: true });
    await exports.close();
  });

  it('is heard by no other publisher', async () => {
    const [exports, billing] = await Promise.all([as('exports'), as('billing')]);
    const heard: string[] = [];
    billing.subscribe('_INBOX_billing.>', { callback: (_error, { subject }) => void heard.push(subject) });
    await billing.flush();
    exports.publish('notification.cancel.v1.exports', '{}', { reply: '_INBOX_billing.x' });
    await exports.request('$JS.API.STREAM.INFO.OBJ_attachments-exports');
    await billing.flush();
    expect(heard).toEqual([]);
    await Promise.all([exports.close(), billing.close()]);
  });
});
