import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ConversationPostedV1, NotificationRequestedV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest, type Answer, type Call } from '../testing/service-under-test.js';

const here = world();
let service: ServiceUnderTest;
let ann: Call;
let bob: Call;
let cy: Call;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  const { users } = service;
  [ann, bob, cy] = await Promise.all([service.as(users.ann), service.as(users.bob), service.as(users.cy)]);
});

/** Of Ann and Bob; the path of its posts. */
const aConversation = async (name = 'Launch'): Promise<{ id: string; posts: string }> => {
  const { body } = await ann('POST', '/v1/conversations', { name, members: [service.users.bob.id] });
  return { id: body.id, posts: `/v1/conversations/${body.id}/posts` };
};

const countPosts = async (): Promise<number> => (await service.db.query(`SELECT 1 FROM post`)).length;

describe('a post', () => {
  it('with a mention asks, in one notification that can be answered, for a mail to each member who is called', async () => {
    const { ann: author, bob: called } = service.users;
    const { id, posts } = await aConversation();
    const { status, body: post } = await ann('POST', posts, { text: 'Shall we, @Bob? And @bob again.' });
    expect(status).toBe(201);
    expect(post).toMatchObject({
      position: 1,
      origin: 'http',
      author: { userId: author.id, name: 'ann', displayName: 'Ann Example' },
      mentions: [{ name: 'bob', userId: called.id, notified: true }],
    });
    const requested = await until(async () =>
      (await service.streamed(NotificationRequestedV1)).find(({ data }) => data.threadId === id),
    );
    expect(requested).toMatchObject({
      source: '/services/conversation',
      data: {
        kind: 'mention',
        lane: 'normal',
        recipients: [{ userId: called.id }],
        replyTo: { conversationId: id, postId: post.id },
        variables: {
          actorName: 'Ann Example',
          conversationName: 'Launch',
          postText: 'Shall we, @Bob? And @bob again.',
        },
      },
    });
    const posted = (await service.streamed(ConversationPostedV1)).find(({ data }) => data.postId === post.id);
    expect(posted?.correlationid).toBe(requested.correlationid);
    expect(posted?.data).toEqual({ conversationId: id, postId: post.id, authorId: author.id, origin: 'http' });
  });

  it('says for each name that gets no mail why not, and asks for none', async () => {
    const { id, posts } = await aConversation();
    const { body: post } = await ann('POST', posts, { text: '@ann @cy @nobody, mail bob@example.com' });
    expect(post.mentions).toEqual([
      { name: 'ann', userId: service.users.ann.id, notified: false, reason: 'self' },
      { name: 'cy', userId: service.users.cy.id, notified: false, reason: 'not_a_member' },
      { name: 'nobody', notified: false, reason: 'unknown_user' },
    ]);
    const ofThis = (await service.committed(NotificationRequestedV1)).filter(({ data }) => data.threadId === id);
    expect(ofThis).toEqual([]);
  });

  it('says how many names nobody looked up', async () => {
    const { posts } = await aConversation();
    const text = Array.from({ length: 60 }, (_, at) => `@user${at}`).join(' ');
    const { body: post } = await ann('POST', posts, { text });
    expect(post.mentions).toHaveLength(50);
    expect(post.mentionsOverLimit).toBe(10);
  });

  it('that names a key is written once, with its mail, however often and however many at once it is asked for', async () => {
    const { id, posts } = await aConversation();
    const ask = (text: string, by = ann) => by('POST', posts, { text }, { 'idempotency-key': 'k-1' });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ask('Now, @bob')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect((await ask('Now, @bob')).body).toEqual(answers[0]!.body);
    expect(await ask('Later, @bob')).toMatchObject({
      status: 422,
      body: { code: 'request.idempotency_key_reused' },
    });
    expect(await ask('Later, @ann', bob)).toMatchObject({ status: 201, body: { position: 2 } });
    const ofThis = (await service.committed(NotificationRequestedV1)).filter(({ data }) => data.threadId === id);
    expect(ofThis).toHaveLength(2);
  });

  it('is refused with a key that is none', async () => {
    const { posts } = await aConversation();
    expect(await ann('POST', posts, { text: 'x' }, { 'idempotency-key': 'two words' })).toMatchObject({
      status: 400,
      body: { code: 'request.invalid', errors: [{ path: 'header.idempotency-key' }] },
    });
  });

  it('has a position of its own however many come at once, and none is missed by whoever reads on', async () => {
    const { posts } = await aConversation();
    const writing = Array.from({ length: 20 }, (_, at) => (at % 2 ? ann : bob)('POST', posts, { text: `post ${at}` }));
    const answers = await Promise.all(writing);
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    const seen: number[] = [];
    for (let after: string | number | null = 0; after !== null;) {
      const { body }: Answer = await bob('GET', `${posts}?limit=7&after=${after}`);
      seen.push(...body.items.map(({ position }) => position));
      after = body.next;
    }
    expect(seen).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
  });

  it('keeps its text as it was written', async () => {
    const { posts } = await aConversation();
    const text = '  Zwei Zeilen\n\n\twith \u0001 and 😀 and <b>';
    await ann('POST', posts, { text });
    expect((await bob('GET', posts)).body.items[0]?.text).toBe(text);
  });

  it('is not written or read by somebody who is not a member: to him there is no such conversation', async () => {
    const { posts } = await aConversation();
    const nowhere = `/v1/conversations/${randomUUID()}/posts`;
    for (const path of [posts, nowhere]) {
      expect(await cy('POST', path, { text: 'hello' })).toMatchObject({
        status: 404,
        body: { code: 'request.not_found' },
      });
      expect(await cy('GET', path)).toMatchObject({ status: 404, body: { code: 'request.not_found' } });
    }
    expect((await ann('GET', posts)).body.items).toEqual([]);
  });

  it.each<[string, unknown, string[]]>([
    ['no text', {}, ['text']],
    ['an empty text', { text: '' }, ['text']],
    ['a text of blanks', { text: ' \n\t' }, ['text']],
    ['a text of which nothing shows', { text: '\u200b\u2060\ufeff' }, ['text']],
    ['NUL', { text: 'a\0b' }, ['text']],
    ['too long a text', { text: 'a'.repeat(40_001) }, ['text']],
    ['something else than text', { text: { html: 'x' } }, ['text']],
    ['an unknown field', { text: 'a', html: '<b>' }, ['html']],
    ['several things', { text: 1, html: '<b>', position: 3 }, ['text', 'html', 'position']],
    ['an array', [], ['(whole)']],
    ['what is not JSON', '{"text": ', ['(whole)']],
  ])('is refused with %s, and nothing is stored', async (_what, body, paths) => {
    const { posts } = await aConversation();
    const before = await countPosts();
    const answer = await ann('POST', posts, body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(answer.body.errors.map(({ path }) => path)).toEqual(paths);
    expect(await countPosts()).toBe(before);
  });

  it.each([
    ['?after=-1', 'query.after'],
    ['?after=x', 'query.after'],
    ['?limit=0', 'query.limit'],
    ['?limit=201', 'query.limit'],
    ['?before=3', 'query.before'],
  ])('is not listed for %s', async (query, path) => {
    const { posts } = await aConversation();
    expect(await ann('GET', posts + query)).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });
});
