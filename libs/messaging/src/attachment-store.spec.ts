import { createHash, randomBytes } from 'node:crypto';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { Objm, type ObjectStore } from '@nats-io/obj';
import { connect, headers, millis, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { world } from '@replyline/testing';
import { AttachmentStore } from './attachment-store.js';
import { ensureAttachmentBucket } from './bootstrap.js';
import { NatsLink } from './nats-link.js';

const here = world();
const never = new AbortController().signal;
let operator: NatsConnection;
let link: NatsLink;
let store: AttachmentStore;
let bucket: ObjectStore;

beforeAll(async () => {
  const { url } = await here.nats();
  operator = await connect({ servers: url });
  link = await NatsLink.open(url, 'outbound-mail');
  store = new AttachmentStore(link);
  await store.ensure('exports');
  bucket = await new Objm(operator).open('attachments-exports');
});
afterAll(async () => {
  await link.onApplicationShutdown();
  await operator.close();
});

const put = (name: string, bytes: Uint8Array) => bucket.putBlob({ name }, bytes);
const read = (object: string, sizeBytes: number, publisher = 'exports', signal = never) =>
  store.read({ publisher, object, sizeBytes, signal });
const info = async () => (await jetstreamManager(operator)).streams.info('OBJ_attachments-exports');

describe('a file of a publisher', () => {
  it.each([0, 1, 131_072, 131_073, 20_000_000])('of %i bytes is read as it was put there', async (size) => {
    const bytes = randomBytes(size);
    await put(`of ${size}`, bytes);
    const found = await read(`of ${size}`, size);
    expect(found?.sizeBytes).toBe(size);
    expect(createHash('sha256').update(found!.bytes!).digest('hex')).toBe(
      createHash('sha256').update(bytes).digest('hex'),
    );
  });

  it('has the media type that its publisher gave it', async () => {
    const said = headers();
    said.set('Content-Type', 'text/csv');
    await bucket.putBlob({ name: 'typed', headers: said }, Buffer.from('a;b'));
    expect(await read('typed', 3)).toMatchObject({ mediaType: 'text/csv' });
  });

  it('of another size than is wanted is not read at all', async () => {
    await put('large', randomBytes(300_000));
    expect(await read('large', 299_999)).toEqual({ sizeBytes: 300_000 });
  });

  it('that says it is smaller than it is, is read no further than that', async () => {
    await put('liar', randomBytes(1_000_000));
    await pretend('liar', { size: 10 });
    const found = await read('liar', 10);
    expect(found?.sizeBytes).toBeGreaterThan(10);
    expect(found?.sizeBytes).toBeLessThan(200_000);
  });

  it('leaves no consumer behind', async () => {
    await put('once', randomBytes(200_000));
    await read('once', 200_000);
    expect((await info()).state.consumer_count).toBe(0);
  });
});

describe('what is not there', () => {
  it('is the object, the bucket, or what was deleted', async () => {
    await put('deleted', Buffer.from('x'));
    await bucket.delete('deleted');
    for (const [object, publisher] of [
      ['never', 'exports'],
      ['never', 'nobody'],
      ['deleted', 'exports'],
    ] as const) {
      expect(await read(object, 1, publisher)).toBeUndefined();
    }
  });

  it('is what lies with somebody else: a link to it is not followed, and makes no bucket', async () => {
    await store.ensure('billing');
    const theirs = await new Objm(operator).open('attachments-billing');
    await theirs.putBlob({ name: 'secret' }, Buffer.from('salary'));
    await pretend('link', { options: { link: { bucket: 'attachments-billing', name: 'secret' } }, size: 6 });
    await pretend('link to nowhere', { options: { link: { bucket: 'made', name: 'x' } }, size: 6 });
    expect([await read('link', 6), await read('link to nowhere', 6)]).toEqual([undefined, undefined]);
    await expect(new Objm(operator).open('made')).rejects.toThrow();
  });

  it.each(['>', '*', 'x.y', ''])('is an object that says that its pieces lie under "%s"', async (nuid) => {
    await put('victim', Buffer.from('123456'));
    await pretend('wild', { nuid, size: 6 });
    expect(await read('wild', 6)).toBeUndefined();
  });

  it('is an object whose pieces were lost', async () => {
    const { nuid } = await put('torn', randomBytes(300_000));
    await (
      await jetstreamManager(operator)
    ).streams.purge('OBJ_attachments-exports', { filter: `$O.attachments-exports.C.${nuid}` });
    expect(await read('torn', 300_000)).toBeUndefined();
  });

  it('is nothing to wait for when nobody wants it any more', async () => {
    await put('late', randomBytes(300_000));
    expect(await read('late', 300_000, 'exports', AbortSignal.abort())).toBeUndefined();
  });
});

it('a bucket is on the disk, forgets after 14 days and is never full of one publisher for the others', async () => {
  await ensureAttachmentBucket(operator, 'exports');
  const { config } = await info();
  expect(config).toMatchObject({ storage: 'file', max_bytes: 1024 ** 3, discard: 'new' });
  expect(millis(config.max_age)).toBe(14 * 86_400_000);
});

/** What a publisher may write there that does not use the client of NATS. */
async function pretend(name: string, more: object): Promise<void> {
  const known = (await bucket.info(name)) ?? { nuid: 'x', chunks: 1, digest: 'SHA-256=', size: 0 };
  const { nuid, chunks, digest, size } = known;
  const said = { name, bucket: 'attachments-exports', nuid, chunks, digest, size, ...more };
  // Base64 for addresses, with its padding.
  const token = Buffer.from(name).toString('base64').replaceAll('+', '-').replaceAll('/', '_');
  await jetstream(operator).publish(`$O.attachments-exports.M.${token}`, JSON.stringify(said));
}
