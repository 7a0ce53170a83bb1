import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest, type Call } from '../testing/service-under-test.js';

const here = world();
let service: ServiceUnderTest;
let ann: Call;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  ann = await service.as(service.users.ann);
});

const aConversation = async (): Promise<string> =>
  (await ann('POST', '/v1/conversations', { name: 'Launch', members: [service.users.bob.id] })).body.id;
const assign = (id: string, userId: string | null) => ann('PUT', `/v1/conversations/${id}/assignee`, { userId });
const requested = async (id: string) =>
  (await service.committed(NotificationRequestedV1)).filter(({ data }) => data.threadId === id);

describe('an assignment', () => {
  it('asks once for a mail that cannot be answered', async () => {
    const { bob } = service.users;
    const id = await aConversation();
    expect(await assign(id, bob.id)).toEqual({ status: 200, body: { userId: bob.id, notified: true } });
    expect(await assign(id, bob.id)).toMatchObject({ body: { notified: false, reason: 'unchanged' } });
    const onStream = await until(async () =>
      (await service.streamed(NotificationRequestedV1)).find(({ data }) => data.threadId === id),
    );
    expect(onStream.data).toEqual({
      kind: 'assignment',
      lane: 'normal',
      recipients: [{ userId: bob.id }],
      threadId: id,
      actorId: service.users.ann.id,
      variables: { actorName: 'Ann Example', conversationName: 'Launch' },
    });
    expect(await requested(id)).toHaveLength(1);
    expect((await ann('GET', `/v1/conversations/${id}`)).body.assigneeId).toBe(bob.id);
  });

  it('to oneself asks for no mail', async () => {
    const id = await aConversation();
    expect(await assign(id, service.users.ann.id)).toMatchObject({ body: { notified: false, reason: 'self' } });
    expect(await requested(id)).toEqual([]);
  });

  it('is taken back, and nobody is told', async () => {
    const id = await aConversation();
    await assign(id, service.users.bob.id);
    expect(await assign(id, null)).toEqual({ status: 200, body: { userId: null, notified: false, reason: 'nobody' } });
    expect((await ann('GET', `/v1/conversations/${id}`)).body.assigneeId).toBeNull();
    expect(await requested(id)).toHaveLength(1);
  });

  it('to somebody who is not a member is refused', async () => {
    const id = await aConversation();
    expect(await assign(id, service.users.cy.id)).toMatchObject({
      status: 422,
      body: { code: 'conversation.not_a_member', errors: [{ path: 'userId' }] },
    });
    expect((await ann('GET', `/v1/conversations/${id}`)).body.assigneeId).toBeNull();
  });

  it('ends when the assignee leaves', async () => {
    const id = await aConversation();
    await assign(id, service.users.bob.id);
    await ann('DELETE', `/v1/conversations/${id}/members/${service.users.bob.id}`);
    expect((await ann('GET', `/v1/conversations/${id}`)).body.assigneeId).toBeNull();
  });
});
