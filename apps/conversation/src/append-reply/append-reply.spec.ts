import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  ConversationPostedV1,
  DeadLetterRecordedV1,
  NotificationRequestedV1,
  ReplyReceivedV1,
  type EventOf,
} from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest, type Call } from '../testing/service-under-test.js';

type Reply = EventOf<typeof ReplyReceivedV1>['data'];

const here = world();
let service: ServiceUnderTest;
let ann: Call;
let place: { conversationId: string; postId: string };

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  ann = await service.as(service.users.ann);
  const { body } = await ann('POST', '/v1/conversations', { name: 'Launch', members: [service.users.bob.id] });
  const { body: post } = await ann('POST', `/v1/conversations/${body.id}/posts`, { text: 'Shall we, @bob?' });
  place = { conversationId: body.id, postId: post.id };
});

const replyOf = (userId: string, over: Partial<Reply> = {}) =>
  ReplyReceivedV1.make(
    {
      replyId: randomUUID(),
      ...place,
      userId,
      text: 'Yes.',
      confidence: 1,
      receivedAt: '2026-11-20T12:00:00.000Z',
      ...over,
    },
    { source: '/services/inbound-reply' },
  );

const posts = async (): Promise<{ id: string; text: string }[]> =>
  (await ann('GET', `/v1/conversations/${place.conversationId}/posts?limit=200`)).body.items;
const postsSaying = async (text: string) => (await posts()).filter((post) => post.text === text);

/** Resolves when everything that was published before has been handled: one consumer takes them in order. */
async function settled(): Promise<void> {
  const last = replyOf(service.users.bob.id, { text: `last ${randomUUID()}` });
  await service.publish(last);
  await until(async () => (await postsSaying(last.data.text)).length === 1);
  await until(async () => (await pendingReplies()) === 0);
}

const pendingReplies = () => service.pending('REPLY', 'conversation-append-reply');

const causedByReply = async (id: string) =>
  (await service.committed(NotificationRequestedV1)).filter(({ causationid }) => causationid === id);

describe('a received reply', () => {
  it('is one line in the log when it has become a post', async () => {
    const reply = replyOf(service.users.bob.id, { text: 'Canary of the log.' });
    await service.publish(reply);
    await service.publish(reply);
    await settled();
    const [post] = await postsSaying('Canary of the log.');
    const ids = { conversation: place.conversationId, post: post!.id, reply: reply.data.replyId };
    const lines = service.log().filter(({ reply: id }) => id === reply.data.replyId);
    expect(lines).toEqual([expect.objectContaining({ level: 'info', msg: 'reply appended', ...ids })]);
    expect(JSON.stringify(service.log())).not.toContain('Canary');
  });

  it('appears in its conversation under the name of the person on record', async () => {
    const { bob } = service.users;
    const reply = replyOf(bob.id, { text: 'Gladly.' });
    await service.publish(reply);
    const [post] = await until(async () => {
      const found = await postsSaying('Gladly.');
      return found.length > 0 ? found : undefined;
    });
    expect(post).toMatchObject({
      author: { userId: bob.id, displayName: 'Bob Example' },
      origin: 'mail',
      answersPostId: place.postId,
    });
    const posted = await until(async () =>
      (await service.streamed(ConversationPostedV1)).find(({ data }) => data.replyId === reply.data.replyId),
    );
    expect(posted).toMatchObject({
      causationid: reply.id,
      correlationid: reply.correlationid,
      data: { origin: 'mail' },
    });
  });

  it('appears once, however often it is delivered', async () => {
    const reply = replyOf(service.users.bob.id, { text: 'Three times.' });
    for (let time = 0; time < 3; time += 1) await service.publish(reply);
    await settled();
    expect(await postsSaying('Three times.')).toHaveLength(1);
  });

  it('appears once when it is announced by two events', async () => {
    const replyId = randomUUID();
    for (let time = 0; time < 2; time += 1) {
      await service.publish(replyOf(service.users.bob.id, { replyId, text: 'Announced twice.' }));
    }
    await settled();
    expect(await postsSaying('Announced twice.')).toHaveLength(1);
  });

  it('appears beside the answer of somebody else to the same mention', async () => {
    await service.publish(replyOf(service.users.ann.id, { text: 'Mine.' }));
    await service.publish(replyOf(service.users.bob.id, { text: 'His.' }));
    await settled();
    expect(await postsSaying('Mine.')).toHaveLength(1);
    expect(await postsSaying('His.')).toHaveLength(1);
  });

  it('calls people by name like any other post', async () => {
    const reply = replyOf(service.users.bob.id, { text: 'Ask @ann and @cy.' });
    await service.publish(reply);
    await settled();
    expect(await causedByReply(reply.id)).toMatchObject([
      {
        data: {
          kind: 'mention',
          recipients: [{ userId: service.users.ann.id }],
          variables: { actorName: 'Bob Example' },
        },
      },
    ]);
  });

  it('calls nobody whom it only quotes', async () => {
    const reply = replyOf(service.users.bob.id, { text: '> @ann said so.\n\nI agree.' });
    await service.publish(reply);
    await settled();
    expect(await causedByReply(reply.id)).toEqual([]);
  });

  it('shows which line each answer belongs to, and what else stood in the mail', async () => {
    const answers = [
      { quoted: 'Tea?', text: 'Yes, tea.' },
      { quoted: 'Cake?', text: 'No cake.' },
    ];
    const besides = { answers, elided: '-- \nBob' };
    await service.publish(replyOf(service.users.bob.id, { text: 'Yes, tea.\n\nNo cake.', ...besides }));
    await settled();
    expect(await postsSaying('Yes, tea.\n\nNo cake.')).toMatchObject([besides]);
    await service.publish(replyOf(service.users.bob.id, { text: 'Only text.' }));
    await settled();
    expect(await postsSaying('Only text.')).toMatchObject([{ answers: [], elided: null }]);
  });

  it.each<[string, () => { userId: string; conversationId?: string }, string, string | undefined]>([
    ['of somebody who is not a member', () => ({ userId: service.users.cy.id }), 'not_a_member', 'Launch'],
    ['of somebody whom the directory does not have', () => ({ userId: randomUUID() }), 'not_a_member', 'Launch'],
    [
      'to a conversation that is gone',
      () => ({ userId: service.users.bob.id, conversationId: randomUUID() }),
      'conversation_gone',
      undefined,
    ],
  ])('%s is returned to the person on record with the reason', async (_what, whose, reason, conversationName) => {
    const { userId, ...over } = whose();
    const reply = replyOf(userId, { ...over, text: 'Too late?' });
    for (let time = 0; time < 2; time += 1) await service.publish(reply);
    await settled();
    const [notice, ...more] = await causedByReply(reply.id);
    expect(more).toEqual([]);
    expect(notice?.data).toMatchObject({
      kind: 'reply-rejected',
      recipients: [{ userId }],
      variables: { reason, replyText: 'Too late?', ...(conversationName && { conversationName }) },
    });
    expect(await postsSaying('Too late?')).toEqual([]);
  });
});

describe('replies that cannot be posted', () => {
  const noticesFor = async (userId: string) =>
    (await service.committed(NotificationRequestedV1)).filter(
      ({ data }) => data.kind === 'reply-rejected' && JSON.stringify(data.recipients).includes(userId),
    );

  it('are returned once a day to one person for one reason, and again for another one or on another day', async () => {
    const userId = randomUUID();
    for (let time = 0; time < 3; time += 1) await service.publish(replyOf(userId, { text: 'Again.' }));
    await settled();
    expect(await noticesFor(userId)).toHaveLength(1);
    await service.publish(replyOf(userId, { conversationId: randomUUID() }));
    await settled();
    expect((await noticesFor(userId)).map(({ data }) => data.variables)).toMatchObject([
      { reason: 'not_a_member' },
      { reason: 'conversation_gone' },
    ]);
    await service.db.query(`UPDATE returned_reply SET told_at = told_at - interval '1 day'`);
    await service.publish(replyOf(userId));
    await settled();
    expect(await noticesFor(userId)).toHaveLength(3);
    expect(service.log().filter(({ msg, isTold }) => msg === 'reply not posted' && isTold === false)).not.toEqual([]);
  });
});

describe('an event that breaks its contract', () => {
  const broken = () => {
    const reply = replyOf(service.users.bob.id);
    return JSON.stringify({ ...reply, data: { ...reply.data, userId: 'bob', text: '' } });
  };

  it.each([
    ['wrong paths', broken, 'data.userId, data.text'],
    ['no JSON', () => 'not JSON', '(whole)'],
  ])('with %s becomes a dead letter, row and event, and the stream goes on', async (_what, body, paths) => {
    const before = (await service.streamed(DeadLetterRecordedV1)).length;
    await service.publishRaw(ReplyReceivedV1.type, body());
    await settled();
    const recorded = await until(async () => (await service.streamed(DeadLetterRecordedV1))[before]);
    expect(recorded.data).toMatchObject({
      consumer: 'conversation-append-reply',
      code: 'contract.invalid_event',
      paths,
    });
    const rows = await service.db.query(`SELECT paths FROM dead_letter WHERE id = $1`, [recorded.data.deadLetterId]);
    expect(rows).toEqual([{ paths }]);
  });
});
