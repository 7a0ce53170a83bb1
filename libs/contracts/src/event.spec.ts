import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { causedBy } from './event.js';
import { NotificationRequestedV1 } from './events/notification-requested.v1.js';
import { ReplyReceivedV1 } from './events/reply.v1.js';
import { EVENTS } from './events/index.js';
import { streamOf } from './streams.js';

const aReply = () =>
  ReplyReceivedV1.make(
    {
      replyId: randomUUID(),
      conversationId: randomUUID(),
      postId: randomUUID(),
      userId: randomUUID(),
      text: 'secret',
      confidence: 1,
      receivedAt: new Date().toISOString(),
    },
    { source: '/services/inbound-reply' },
  );

const aMention = (over: object = {}) => ({
  kind: 'mention' as const,
  recipients: [{ userId: randomUUID() }],
  replyTo: { conversationId: randomUUID(), postId: randomUUID() },
  variables: { actorName: 'Bob', conversationName: 'Budget', postText: 'Hello @alice' },
  ...over,
});

describe('an event', () => {
  it('reads what it wrote', () => {
    const reply = aReply();
    expect(ReplyReceivedV1.parse(JSON.parse(JSON.stringify(reply)))).toEqual(reply);
  });

  it('ignores a field that a newer producer added', () => {
    const reply = aReply();
    expect(ReplyReceivedV1.parse({ ...reply, data: { ...reply.data, mood: 'good' } })).toEqual(reply);
  });

  it('names the wrong paths, why they are, and never their values', () => {
    const reply = aReply();
    const broken = { ...reply, data: { ...reply.data, userId: 'secret', text: 7 } };
    expect(() => ReplyReceivedV1.parse(broken)).toThrow(
      expect.objectContaining({
        code: 'contract.invalid_event',
        details: {
          type: 'reply.received.v1',
          paths: 'data.userId, data.text',
          why: 'data.userId: is not an id like 0b8f7c1e-4f3a-4f7e-9f59-2f0c9b6f1a11; data.text: must be a text, not a number',
        },
      }),
    );
  });

  it.each([
    ['source', 'exports', 'is not /services/ and the name of a publisher'],
    ['specversion', '0.3', 'must be 1.0'],
    ['datacontenttype', 'text/plain', 'must be application/json'],
  ])('says what its %s has to be', (name, value, why) => {
    expect(() => ReplyReceivedV1.parse({ ...aReply(), [name]: value })).toThrow(
      expect.objectContaining({ details: expect.objectContaining({ why: `${name}: ${why}` }) }),
    );
  });

  it.each([undefined, null, 'text', [], {}])('refuses %j without crashing', (body) => {
    expect(() => ReplyReceivedV1.parse(body)).toThrow(expect.objectContaining({ code: 'contract.invalid_event' }));
  });

  it('remembers what caused it', () => {
    const cause = aReply();
    const effect = NotificationRequestedV1.make(aMention(), causedBy(cause, '/services/conversation'));
    expect(effect).toMatchObject({ causationid: cause.id, correlationid: cause.correlationid });
  });

  it('travels on a subject that ends in lane and publisher where permissions need it', () => {
    const event = NotificationRequestedV1.make(aMention({ lane: 'urgent' }), { source: '/services/conversation' });
    expect(NotificationRequestedV1.subjectOf(event)).toBe('notification.requested.v1.urgent.conversation');
  });

  it.each([
    [
      'a name with a line break',
      { variables: { actorName: 'Bob\r\nBcc: eve@x.test', conversationName: 'B', postText: '' } },
    ],
    ['a mention that nobody can answer', { replyTo: undefined }],
    ['nobody to tell', { recipients: [] }],
    ['a kind that does not exist', { kind: 'telegram' }],
    ['a post with NUL', { variables: { actorName: 'Bob', conversationName: 'B', postText: 'a\0b' } }],
  ])('refuses %s', (_what, over) => {
    const { data, ...rest } = NotificationRequestedV1.make(aMention(), { source: '/services/conversation' });
    expect(() => NotificationRequestedV1.parse({ ...rest, data: { ...data, ...over } })).toThrow(
      expect.objectContaining({ code: 'contract.invalid_event' }),
    );
  });

  it.each(EVENTS.map(({ type }) => type))('%s is kept by a stream', (type) => {
    expect(() => streamOf(type)).not.toThrow();
  });
});
