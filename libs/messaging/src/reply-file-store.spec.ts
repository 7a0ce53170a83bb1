import { createHash, randomBytes } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { inboxPrefixOf, MOST_REPLY_FILES_BUCKET_BYTES, natsAccounts } from '@replyline/contracts';
import { startNats, type RunningNats } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NatsLink } from './nats-link.js';
import { ReplyFileStore } from './reply-file-store.js';

const here = world();
const never = new AbortController().signal;
const STREAM = 'OBJ_reply-files';
let nats: RunningNats;
let operator: NatsConnection;
let link: NatsLink;
let store: ReplyFileStore;

/** With the rights that the four services have, and no others. */
beforeAll(async () => {
  const configuration = natsAccounts({ passwordOf: () => 'p1', operators: { operator: 'p1' } });
  nats = await startNats({ dir: `${here.folder()}/nats`, configuration });
  operator = await connect({ servers: nats.url, user: 'operator', pass: 'p1', inboxPrefix: inboxPrefixOf('operator') });
  link = await NatsLink.open(nats.url.replace('nats://', 'nats://inbound-reply:p1@'), 'inbound-reply');
  store = new ReplyFileStore(link);
});
afterAll(async () => {
  await link.onApplicationShutdown();
  await operator.close();
  await nats.stop();
});

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const state = async () => (await (await jetstreamManager(operator)).streams.info(STREAM)).state;

describe('a file of a reply', () => {
  it.each([0, 1, 131_072, 131_073, 5_000_000])('of %i bytes is read as it was put there', async (size) => {
    const bytes = randomBytes(size);
    await store.put(bytes, 'image/png');
    expect((await store.read(sha256(bytes), size, never))?.equals(bytes)).toBe(true);
  });

  it('lies there once, however often it is put', async () => {
    const bytes = randomBytes(300_000);
    await store.put(bytes, 'image/png');
    const { messages } = await state();
    await store.put(bytes, 'image/png');
    expect((await state()).messages).toBe(messages);
  });

  it('is whole although an earlier try left pieces of it', async () => {
    const bytes = randomBytes(300_000);
    await store.put(Buffer.from('the bucket is there'), 'text/plain');
    const name = `$O.reply-files.C.${sha256(bytes)}`;
    await link.connection.request(name, bytes.subarray(0, 1000));
    await link.connection.request(name, bytes.subarray(0, 1000));
    await store.put(bytes, 'image/png');
    expect((await store.read(sha256(bytes), 300_000, never))?.equals(bytes)).toBe(true);
  });

  it('is listed with its time until it is removed', async () => {
    const [one, two] = [randomBytes(10), randomBytes(20)];
    for (const bytes of [one, two]) await store.put(bytes, 'image/png');
    await store.remove(sha256(two));
    const listed = await store.list();
    expect(listed.find((it) => it.sha256 === sha256(one))?.storedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(listed.map((it) => it.sha256)).not.toContain(sha256(two));
  });

  it('that was removed is not there, takes no room, and may come again', async () => {
    const bytes = randomBytes(3_000_000);
    const before = (await state()).bytes;
    await store.put(bytes, 'image/png');
    await store.remove(sha256(bytes));
    expect(await store.read(sha256(bytes), bytes.length, never)).toBeUndefined();
    expect((await state()).bytes - before).toBeLessThan(2_000);
    await store.put(bytes, 'image/png');
    expect((await store.read(sha256(bytes), bytes.length, never))?.equals(bytes)).toBe(true);
  });

  it('that is not what its name says is not there', async () => {
    const bytes = randomBytes(10);
    await store.put(bytes, 'image/png');
    await link.connection.request(`$O.reply-files.C.${sha256(bytes)}`, randomBytes(10));
    expect(await store.read(sha256(bytes), 10, never)).toBeUndefined();
  });

  it('that nobody ever put is not there', async () => {
    expect(await store.read('0'.repeat(64), 1, never)).toBeUndefined();
  });
});

it('a bucket that is full is an outage, and takes more once something is removed or its limit is raised', async () => {
  const { streams } = await jetstreamManager(operator);
  const { config } = await streams.info(STREAM);
  expect(config.max_bytes).toBe(MOST_REPLY_FILES_BUCKET_BYTES);
  const [old, fresh, more] = [randomBytes(2_000_000), randomBytes(2_000_000), randomBytes(2_000_000)];
  await store.put(old, 'image/png');
  const limit = (await state()).bytes + 2_000_000;
  await streams.update(STREAM, { max_bytes: limit });
  await expect(store.put(fresh, 'image/png')).rejects.toMatchObject({
    code: 'service.unavailable',
    cause: { message: expect.stringContaining('is full') },
  });
  expect(await store.read(sha256(fresh), fresh.length, never)).toBeUndefined();
  await store.remove(sha256(old));
  await store.put(fresh, 'image/png');
  await expect(store.put(more, 'image/png')).rejects.toMatchObject({ code: 'service.unavailable' });
  await streams.update(STREAM, { max_bytes: 2 * limit });
  await new ReplyFileStore(link).put(more, 'image/png');
  expect((await store.read(sha256(more), more.length, never))?.equals(more)).toBe(true);
  expect((await streams.info(STREAM)).config.max_bytes).toBe(2 * limit);
});

it('a broker without room for the bucket is told apart from one that does not answer', async () => {
  const configuration = 'jetstream { max_file_store: 1GB }';
  const tight = await startNats({ dir: `${here.folder()}/tight`, configuration });
  here.onEnd(() => tight.stop());
  const there = await NatsLink.open(tight.url, 'inbound-reply');
  here.onEnd(() => there.onApplicationShutdown());
  const put = new ReplyFileStore(there).put(randomBytes(3), 'image/png');
  await expect(put).rejects.toMatchObject({ code: 'service.no_room', details: { apiError: 10_047 } });
});

it('a broker that does not answer is an outage', async () => {
  const gone = new ReplyFileStore(link);
  await nats.stop();
  await expect(gone.put(randomBytes(3), 'image/png')).rejects.toMatchObject({ code: 'service.unavailable' });
});
