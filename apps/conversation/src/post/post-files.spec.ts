import { createHash, randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1, ReplyReceivedV1, type EventOf } from '@replyline/contracts';
import { ReplyFileStore } from '@replyline/messaging';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest, type Call } from '../testing/service-under-test.js';

type Reply = EventOf<typeof ReplyReceivedV1>['data'];

const here = world();
let service: ServiceUnderTest;
let ann: Call;
let bob: Call;
let place: { conversationId: string; postId: string };

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  [ann, bob] = await Promise.all([service.as(service.users.ann), service.as(service.users.bob)]);
  const { body } = await ann('POST', '/v1/conversations', { name: 'Launch', members: [service.users.bob.id] });
  const { body: post } = await ann('POST', `/v1/conversations/${body.id}/posts`, { text: 'Shall we?' });
  place = { conversationId: body.id, postId: post.id };
});

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** A file that lies where inbound-reply puts it. */
async function aFile(name: string, { mediaType = 'text/plain', content = Buffer.from(randomUUID()) } = {}) {
  await service.app.get(ReplyFileStore).put(content, mediaType);
  const hash = sha256(content);
  return { name, mediaType, sizeBytes: content.length, sha256: hash, object: hash };
}

/** The post that a reply of Bob became. */
async function posted(over: Partial<Reply>) {
  const data = { replyId: randomUUID(), ...place, userId: service.users.bob.id, text: 'Yes.', confidence: 1 };
  const receivedAt = '2026-11-20T12:00:00.000Z';
  const known = await countPosts();
  await service.publish(ReplyReceivedV1.make({ ...data, receivedAt, ...over }, { source: '/services/inbound-reply' }));
  await until(async () => (await countPosts()) > known);
  return (await ann('GET', `/v1/conversations/${place.conversationId}/posts?limit=200`)).body.items.at(-1)!;
}

const countPosts = async (): Promise<number> => (await service.db.query(`SELECT 1 FROM post`)).length;
const pathOf = (postId: string, hash: string, conversationId = place.conversationId): string =>
  `/v1/conversations/${conversationId}/posts/${postId}/files/${hash}`;

describe('a post of a reply', () => {
  it('shows its files, and what was left out and why', async () => {
    const file = await aFile('plan.txt');
    const post = await posted({ files: [file], leftOut: [{ name: 'film.mov', reason: 'too-large' }] });
    const { name, mediaType, sizeBytes, sha256: hash } = file;
    expect(post.files).toEqual([{ name, mediaType, sizeBytes, sha256: hash }]);
    expect(post).toMatchObject({ text: 'Yes.', leftOut: [{ name: 'film.mov', reason: 'too-large' }] });
  });

  it('may be a file without a word', async () => {
    expect(await posted({ text: '', files: [await aFile('only.txt')] })).toMatchObject({ text: '', origin: 'mail' });
  });

  it('without files has none', async () => {
    expect(await posted({ text: 'Plain.' })).toMatchObject({ files: [], leftOut: [] });
  });

  it('with nothing at all is no event', () => {
    const empty = { replyId: randomUUID(), ...place, userId: service.users.bob.id, text: '', confidence: 1 };
    const make = () =>
      ReplyReceivedV1.make(
        { ...empty, receivedAt: '2026-11-20T12:00:00.000Z', files: [] },
        { source: '/services/inbound-reply' },
      );
    expect(make).toThrow(/is empty, and no file came with it/);
  });

  it('that cannot be posted is returned also where it is a file alone', async () => {
    const data = { replyId: randomUUID(), ...place, userId: service.users.cy.id, text: '', confidence: 1 };
    const files = [await aFile('lost.txt')];
    const event = ReplyReceivedV1.make(
      { ...data, files, receivedAt: '2026-11-20T12:00:00.000Z' },
      { source: '/services/inbound-reply' },
    );
    await service.publish(event);
    await until(async () =>
      (await service.committed(NotificationRequestedV1)).find(({ causationid }) => causationid === event.id),
    );
  });
});

describe('a file of a post', () => {
  it('is given to members as it came, to be saved and never to be run', async () => {
    const content = Buffer.from('<script>alert(1)</script>');
    const file = await aFile('Übersicht "1" (2).html', { mediaType: 'text/html', content });
    const post = await posted({ files: [file] });
    const response = await service.fetch(service.users.ann, pathOf(post.id, file.sha256));
    expect(response.status).toBe(200);
    expect(Buffer.from(await response.arrayBuffer()).equals(content)).toBe(true);
    const header = (name: string) => response.headers.get(name);
    expect(header('content-type')).toBe('application/octet-stream');
    expect(header('content-disposition')).toBe(
      `attachment; filename="_bersicht _1_ (2).html"; filename*=UTF-8''%C3%9Cbersicht%20%221%22%20%282%29.html`,
    );
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('content-security-policy')).toBe("sandbox; default-src 'none'");
    expect(header('cache-control')).toBe('private, no-store');
  });

  it('that a browser can show without harm has its type', async () => {
    const file = await aFile('plan.png', { mediaType: 'image/png' });
    const post = await posted({ files: [file] });
    const response = await service.fetch(service.users.bob, pathOf(post.id, file.sha256));
    expect(response.headers.get('content-type')).toBe('image/png');
  });

  it('is not there for who is not a member, in another conversation, and beside another post', async () => {
    const file = await aFile('secret.txt');
    const post = await posted({ files: [file] });
    const { body: other } = await bob('POST', '/v1/conversations', { name: 'Other', members: [] });
    const first = (await ann('GET', `/v1/conversations/${place.conversationId}/posts`)).body.items[0]!;
    const wanted: [keyof typeof service.users, string][] = [
      ['cy', pathOf(post.id, file.sha256)],
      ['bob', pathOf(post.id, file.sha256, other.id)],
      ['bob', pathOf(first.id, file.sha256)],
      ['bob', pathOf(post.id, '0'.repeat(64))],
    ];
    for (const [who, path] of wanted) expect((await service.fetch(service.users[who], path)).status).toBe(404);
    expect((await service.fetch(service.users.bob, pathOf(post.id, 'x'))).status).toBe(400);
  });

  it('that the broker has lost is not there', async () => {
    const file = await aFile('lost.txt');
    const post = await posted({ files: [file] });
    await service.app.get(ReplyFileStore).remove(file.sha256);
    expect((await service.fetch(service.users.bob, pathOf(post.id, file.sha256))).status).toBe(404);
  });
});
