import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { inboxPrefixOf, natsUsers, permissionsOfPublisher } from '@replyline/contracts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder, startNats, type RunningNats } from '@replyline/local-servers';
import { rmSync } from 'node:fs';

const PASSWORD = 'p1';
const quoted = (subjects: readonly string[]) => subjects.map((subject) => `"${subject}"`).join(', ');
const exports = permissionsOfPublisher('exports');
const CONFIGURATION = `authorization: { users: [
${natsUsers(() => PASSWORD)}
  { user: exports, password: ${PASSWORD}, permissions: { publish: [${quoted(exports.publish)}], subscribe: [${quoted(exports.subscribe)}] } }
] }`;

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
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.NOTIFICATION'],
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
    ['conversation', '$JS.API.STREAM.MSG.DELETE.NOTIFICATION'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.REPLY'],
    ['outbound-mail', '$JS.API.STREAM.MSG.DELETE.KV_settings'],
    ['outbound-mail', '$JS.API.STREAM.DELETE.NOTIFICATION'],
    ['exports', '$O.attachments-billing.C.piece'],
    ['exports', '$O.attachments-exports2.M.name'],
    ['exports', '$JS.API.STREAM.MSG.GET.OBJ_attachments-billing'],
    ['exports', '$JS.API.STREAM.MSG.GET.NOTIFICATION'],
    ['exports', '$JS.API.STREAM.PURGE.OBJ_attachments-exports'],
    ['exports', '$JS.API.STREAM.CREATE.OBJ_attachments-exports'],
    ['conversation', '$O.attachments-exports.C.piece'],
    ['outbound-mail', '$O.attachments-exports.M.name'],
  ])('does not let %s say %s', async (user, subject) => {
    expect(await mayPublish(user, subject)).toBe(false);
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
