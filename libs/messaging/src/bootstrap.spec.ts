import { rmSync } from 'node:fs';
import { AckPolicy, jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { BUCKETS, STREAMS } from '@replyline/contracts';
import { world } from '@replyline/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeTemporaryFolder, startNats } from '@replyline/local-servers';
import { ensureReplyFilesBucket, ensureStreams } from './bootstrap.js';

/** What services say, and what config knows. */
const KEPT = [...Object.keys(STREAMS).filter((name) => name !== 'REQUEST'), ...BUCKETS.map((it) => `KV_${it}`)];
/** What an earlier version kept in a stream that has been divided since. */
const OLD = Object.entries({ ...STREAMS, NOTIFICATION: ['notification.>'] }).filter(([name]) => name !== 'REQUEST');
const RETIRED = 'outbound-mail-accept-notification';

const here = world();
let nats: NatsConnection;
let manager: JetStreamManager;

/** As an earlier version has left them, with something in each. */
async function makeOldStreams(): Promise<void> {
  for (const [name, subjects] of OLD) await manager.streams.add({ name, subjects: [...subjects] });
  for (const bucket of BUCKETS) await new Kvm(nats).create(bucket, { history: 1 });
  for (const [, [subject = '']] of OLD) await jetstream(nats).publish(subject.replace('>', 'x'), '{}');
  for (const bucket of BUCKETS) await jetstream(nats).publish(`$KV.${bucket}.x`, '{}');
  const filter_subject = 'notification.requested.v1.*.*';
  await manager.consumers.add('NOTIFICATION', {
    durable_name: RETIRED,
    filter_subject,
    ack_policy: AckPolicy.Explicit,
  });
}

beforeAll(async () => {
  nats = await connect({ servers: (await here.nats()).url });
  manager = await jetstreamManager(nats);
  await makeOldStreams();
  await ensureStreams(nats);
  await ensureStreams(nats);
});

afterAll(() => nats.close());

describe('a stream', () => {
  it.each(KEPT)('%s gives nothing back, one of an earlier version too', async (name) => {
    await expect(manager.streams.purge(name)).rejects.toThrow('purge not permitted');
    expect((await manager.streams.info(name)).state.messages).toBe(1);
    await expect(manager.streams.deleteMessage(name, 1)).rejects.toThrow('delete not permitted');
  });

  it('that kept whatever came keeps what is read from now on, and loses nothing', async () => {
    await expect(jetstream(nats).publish('notification.requested.v1.nobody', '{}')).rejects.toThrow();
    expect((await manager.streams.info('NOTIFICATION')).config.subjects).toEqual([...STREAMS.NOTIFICATION]);
    expect((await manager.streams.info('NOTIFICATION')).state.messages).toBeGreaterThan(0);
  });

  it('of requests gives single ones back, and all of them, and is apart from the one that had them before', async () => {
    const { stream, seq } = await jetstream(nats).publish('notification.requested.v1.bulk.exports', '{}');
    expect(stream).toBe('REQUEST');
    expect(await manager.streams.deleteMessage(stream, seq, true)).toBe(true);
    expect((await manager.streams.purge(stream)).success).toBe(true);
    expect((await jetstream(nats).publish('notification.sent.v1', '{}')).stream).toBe('NOTIFICATION');
  });

  it('has no durable that nobody handles any more', async () => {
    await expect(manager.consumers.info('NOTIFICATION', RETIRED)).rejects.toThrow('consumer not found');
  });

  it.each(BUCKETS)('KV_%s keeps the last of each document, and its end', async (name) => {
    const bucket = await new Kvm(nats).open(name);
    await bucket.put('a.b', '1');
    await bucket.put('a.b', '2');
    expect((await bucket.get('a.b'))?.string()).toBe('2');
    await bucket.delete('a.b');
    expect((await bucket.get('a.b'))?.operation).toBe('DEL');
    expect((await manager.streams.info(`KV_${name}`)).state.messages).toBe(2);
  });
});

describe('a broker that has given its room away', () => {
  it('lets services start again, and puts right what an operator has changed', async () => {
    const dir = makeTemporaryFolder();
    // What the streams and the files of replies reserve together is 24 GB.
    const tight = await startNats({ dir, configuration: 'jetstream { max_file_store: 25GB }' });
    const connection = await connect({ servers: tight.url });
    await ensureStreams(connection);
    await ensureReplyFilesBucket(connection);
    const { streams } = await jetstreamManager(connection);
    const { max_age } = (await streams.info('REPLY')).config;
    await streams.update('REPLY', { max_age: max_age / 2 });
    await ensureStreams(connection);
    expect((await streams.info('REPLY')).config.max_age).toBe(max_age);
    await ensureReplyFilesBucket(connection);
    await connection.close();
    await tight.stop();
    rmSync(dir, { recursive: true, force: true });
  });
});
