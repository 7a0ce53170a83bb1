import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  NotificationRequestedV1,
  ReplyHeldV1,
  ReplyReceivedV1,
  ReplyRejectedV1,
  type Event,
} from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { DataSource } from 'typeorm';
import { ServiceUnderTest } from './testing/service-under-test.js';

const ORIGIN = { source: '/services/inbound-reply' };

const here = world();
let service: ServiceUnderTest;
let conversationId: string;

beforeAll(async () => {
  service = await ServiceUnderTest.start({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => service.stop());
  const ann = await service.as(service.users.ann);
  const { body } = await ann('POST', '/v1/conversations', { name: 'Launch', members: [service.users.bob.id] });
  conversationId = body.id;
});

/** What a backup of an hour ago does not have. */
async function forgetWhatCameIn(): Promise<void> {
  for (const table of ['inbox', 'outbox', 'post', 'returned_reply']) {
    await service.app.get(DataSource).query(`DELETE FROM ${table}`);
  }
}

/** The ids of the requests for mail that follow from an event. */
async function requestsAfter(event: Event, durable: string): Promise<string[]> {
  await service.publish(event);
  await until(async () => (await service.pending('REPLY', durable)) === 0);
  const requested = await service.committed(NotificationRequestedV1);
  return requested.filter(({ causationid }) => causationid === event.id).map(({ id }) => id);
}

const received = (over: { conversationId: string; text: string }) =>
  ReplyReceivedV1.make(
    {
      replyId: randomUUID(),
      postId: randomUUID(),
      userId: service.users.bob.id,
      confidence: 1,
      receivedAt: '2026-11-20T12:00:00.000Z',
      ...over,
    },
    ORIGIN,
  );

const about = () => ({ userId: service.users.bob.id, conversationId });

describe('a database that was restored, and reads again what the broker keeps', () => {
  it.each<[string, string, () => Event]>([
    [
      'asks about a held reply',
      'conversation-ask-owner',
      () => ReplyHeldV1.make({ ...about(), heldReplyId: randomUUID(), reason: 'sender-not-proven' }, ORIGIN),
    ],
    [
      'returns a rejected reply',
      'conversation-return-reply',
      () => ReplyRejectedV1.make({ ...about(), replyId: randomUUID(), reason: 'no-reply', text: 'Hi' }, ORIGIN),
    ],
    ['calls whom a reply names', 'conversation-append-reply', () => received({ conversationId, text: 'Ask @ann.' })],
    [
      'returns a reply that cannot be posted',
      'conversation-append-reply',
      () => received({ conversationId: randomUUID(), text: 'Too late.' }),
    ],
  ])('%s by the request that it made before, so that nobody gets the mail twice', async (_what, durable, eventOf) => {
    const event = eventOf();
    const before = await requestsAfter(event, durable);
    await forgetWhatCameIn();
    expect(before).toHaveLength(1);
    expect(await requestsAfter(event, durable)).toEqual(before);
  });
});
