import { rmSync } from 'node:fs';
import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { connect, nanos, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { inboxPrefixOf, natsAccounts } from '@replyline/contracts';
import { makeTemporaryFolder, startNats, type RunningNats } from '@replyline/local-servers';
import { until } from '@replyline/testing';
import { ensureStreams } from './bootstrap.js';

const PASSWORD = 'p1';
const configuration = natsAccounts({
  passwordOf: () => PASSWORD,
  operators: { operator: PASSWORD },
  publishers: { exports: PASSWORD, billing: PASSWORD },
});
const USERS = ['operator', 'exports', 'billing', 'outbound-mail'] as const;
const URGENT = 'notification.requested.v1.urgent.billing';
const BULK = 'notification.requested.v1.bulk.exports';

const dir = makeTemporaryFolder();
let nats: RunningNats;
let manager: JetStreamManager;
const connections = {} as Record<(typeof USERS)[number], NatsConnection>;

beforeAll(async () => {
  nats = await startNats({ dir, configuration });
  for (const user of USERS)
    connections[user] = await connect({ servers: nats.url, user, pass: PASSWORD, inboxPrefix: inboxPrefixOf(user) });
  manager = await jetstreamManager(connections.operator);
  await ensureStreams(connections['outbound-mail']);
});

afterAll(async () => {
  await Promise.all(Object.values(connections).map((it) => it.close()));
  await nats.stop();
  rmSync(dir, { recursive: true, force: true });
});

const publish = (user: (typeof USERS)[number], subject: string, msgID?: string) =>
  jetstream(connections[user]).publish(subject, '{}', { ...(msgID && { msgID }) });

describe('what one publisher says', () => {
  it('under the id of a request of another does not make that request vanish', async () => {
    const msgID = 'billing/invoice-4711';
    await publish('exports', BULK, msgID);
    const stored = async () => !(await publish('billing', URGENT, msgID)).duplicate;
    await until(stored, { what: "the other publisher's request" });
  });

  it('in a lane of its own making is kept by no stream', async () => {
    await expect(publish('exports', 'notification.requested.v1.mine.exports')).rejects.toThrow();
  });

  it('too large to be a request is refused', async () => {
    const body = 'x'.repeat(300 * 1024);
    await expect(jetstream(connections.exports).publish(BULK, body)).rejects.toThrow('message size exceeds maximum');
  });

  it('never fills the stream for the others', async () => {
    const { config } = await manager.streams.info('REQUEST');
    const most = config.subjects.length * config.max_msgs_per_subject * config.max_msg_size;
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(config.max_bytes * 0.9);
  });

  it('in a flood is refused, and what others and services say is not; an operator empties it', async () => {
    const { config } = await manager.streams.info('REQUEST');
    const flood = Array.from({ length: Math.max(1, config.max_msgs_per_subject) + 1 }, () => publish('exports', BULK));
    const refused = (await Promise.allSettled(flood)).filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    await expect(publish('exports', BULK)).rejects.toThrow('maximum messages per subject exceeded');
    expect(await publish('billing', URGENT)).toMatchObject({ stream: 'REQUEST' });
    expect(await publish('exports', 'notification.cancel.v1.exports')).toMatchObject({ stream: 'REQUEST' });
    expect(await publish('outbound-mail', 'notification.sent.v1')).toMatchObject({ stream: 'NOTIFICATION' });
    await manager.streams.purge('REQUEST', { filter: BULK });
    expect(await publish('exports', BULK)).toMatchObject({ stream: 'REQUEST' });
  });
});

/** docs/runbooks/a-stream-is-full.md */
describe('a full stream of services', () => {
  it('refuses what services say, not what publishers ask for, and gives the oldest up for a shorter age', async () => {
    await manager.streams.update('NOTIFICATION', { max_bytes: 10_000 });
    // Smaller than what JetStream adds to it, nats-server 2.9 would store it in place of the oldest.
    const body = 'x'.repeat(1_000);
    const says = () => jetstream(connections['outbound-mail']).publish('notification.sent.v1', body);
    const isRefused = () =>
      says().then(
        () => false,
        (error: Error) => error.message,
      );
    expect(await until(isRefused, { everyMs: 1, what: 'the stream to be full' })).toBe('maximum bytes exceeded');
    expect(await publish('billing', URGENT)).toMatchObject({ stream: 'REQUEST' });
    await expect(manager.streams.purge('NOTIFICATION')).rejects.toThrow('purge not permitted');
    const service = await jetstreamManager(connections['outbound-mail']);
    await service.streams.update('NOTIFICATION', { max_age: nanos(1_000), duplicate_window: nanos(1_000) });
    await until(
      () =>
        says().then(
          () => true,
          () => false,
        ),
      { what: 'room' },
    );
    await ensureStreams(connections['outbound-mail']);
    const { config } = await manager.streams.info('NOTIFICATION');
    expect([config.max_bytes, config.max_age]).toEqual([2 * 1024 ** 3, nanos(14 * 86_400_000)]);
  });
});
