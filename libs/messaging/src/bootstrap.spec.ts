import { jetstream, jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { BUCKETS, STREAMS } from '@replyline/contracts';
import { world } from '@replyline/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureStreams } from './bootstrap.js';

const NAMES = [...Object.keys(STREAMS), ...BUCKETS.map((bucket) => `KV_${bucket}`)];

const here = world();
let nats: NatsConnection;
let manager: JetStreamManager;

/** As an earlier version has left them, with something in each. */
async function makeOldStreams(): Promise<void> {
  const old = { ...STREAMS, NOTIFICATION: ['notification.>'] };
  for (const [name, subjects] of Object.entries(old)) await manager.streams.add({ name, subjects: [...subjects] });
  await manager.consumers.add('NOTIFICATION', { durable_name: 'old', filter_subject: 'notification.requested.v1.*.*' });
  for (const bucket of BUCKETS) await new Kvm(nats).create(bucket, { history: 1 });
  for (const [subject] of Object.values(STREAMS)) await jetstream(nats).publish(subject.replace(/[*>]/, 'x'), '{}');
  for (const bucket of BUCKETS) await jetstream(nats).publish(`$KV.${bucket}.x`, '{}');
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
  it.each(NAMES)('%s gives nothing back, one of an earlier version too', async (name) => {
    await expect(manager.streams.purge(name)).rejects.toThrow('purge not permitted');
    const { state, config } = await manager.streams.info(name);
    expect(state.messages).toBe(1);
    if (config.deny_delete)
      await expect(manager.streams.deleteMessage(name, 1)).rejects.toThrow('delete not permitted');
  });

  it('that kept whatever came keeps what is read from now on, and loses nothing', async () => {
    await expect(jetstream(nats).publish('notification.requested.v1.nobody', '{}')).rejects.toThrow();
    expect((await manager.streams.info('NOTIFICATION')).config.subjects).toEqual([...STREAMS.NOTIFICATION]);
    expect((await manager.consumers.info('NOTIFICATION', 'old')).num_pending).toBe(1);
  });

  it('lets one event at a time be erased only where somebody has to', async () => {
    const all = await Promise.all(NAMES.map((name) => manager.streams.info(name)));
    const open = all.filter(({ config }) => !config.deny_delete).map(({ config }) => config.name);
    expect(open).toEqual(['NOTIFICATION']);
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
