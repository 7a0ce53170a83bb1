import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1, ReplyHeldV1, ReplyRejectedV1, type Event } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { ServiceUnderTest } from '../testing/service-under-test.js';

const ORIGIN = { source: '/services/inbound-reply' };

const here = world();
let service: ServiceUnderTest;
let conversationId: string;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  const ann = await service.as(service.users.ann);
  conversationId = (await ann('POST', '/v1/conversations', { name: 'Launch', members: [] })).body.id;
});

/** Delivers an event twice, then waits until both were handled. */
async function noticesAbout(event: Event, durable: string): Promise<unknown[]> {
  for (let time = 0; time < 2; time += 1) await service.publish(event);
  await until(async () => (await service.pending('REPLY', durable)) === 0);
  const requested = await service.committed(NotificationRequestedV1);
  return requested.filter(({ causationid }) => causationid === event.id).map(({ data }) => data);
}

describe('a reply that inbound-reply rejected', () => {
  const rejected = (over: { conversationId?: string; userId: string }) =>
    ReplyRejectedV1.make({ replyId: randomUUID(), reason: 'no-reply', text: 'Thanks!\n', ...over }, ORIGIN);

  it('goes back once to the person on record, with its text and the reason', async () => {
    const { bob } = service.users;
    const notices = await noticesAbout(rejected({ conversationId, userId: bob.id }), 'conversation-return-reply');
    expect(notices).toEqual([
      {
        kind: 'reply-rejected',
        lane: 'normal',
        recipients: [{ userId: bob.id }],
        threadId: conversationId,
        variables: { reason: 'no-reply', conversationName: 'Launch', replyText: 'Thanks!\n' },
      },
    ]);
  });

  it('goes back although it names no conversation and nobody whom the directory has: outbound-mail decides', async () => {
    const userId = randomUUID();
    const notices = await noticesAbout(rejected({ userId }), 'conversation-return-reply');
    expect(notices).toMatchObject([{ recipients: [{ userId }], variables: { replyText: 'Thanks!\n' } }]);
  });
});

describe('a reply that inbound-reply holds', () => {
  it('has the person on record asked once whether it is his', async () => {
    const held = {
      heldReplyId: randomUUID(),
      userId: service.users.bob.id,
      conversationId,
      reason: 'sender-not-proven',
    };
    const notices = await noticesAbout(ReplyHeldV1.make(held, ORIGIN), 'conversation-ask-owner');
    expect(notices).toEqual([
      {
        kind: 'reply-held',
        lane: 'normal',
        recipients: [{ userId: held.userId }],
        threadId: conversationId,
        variables: { heldReplyId: held.heldReplyId, conversationName: 'Launch' },
      },
    ]);
  });
});
