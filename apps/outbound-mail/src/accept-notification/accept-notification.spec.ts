import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  NotificationCancelledV1,
  NotificationCancelV1,
  NotificationRejectedV1,
  NotificationRequestedV1,
  PublisherDocument,
  SendingProfileDocument,
  type DirectoryUser,
} from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { aMention, Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;
let admin: string;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  bob = await around.user('bob');
  await around.profile(server.port);
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  admin = await around.token('server-admin');
});

beforeEach(() => server.follow(() => undefined));

const inState = (request: Request, state: string): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find((row) => row.state === state), {
    what: `a delivery ${state}`,
  });
const listed = async (query: string) =>
  ((await replica.call('GET', `/v1/notifications?${query}`, admin)).body as { items: Record<string, unknown>[] }).items;
const found = (request: Request) =>
  until(async () => (await listed(`eventId=${request.id}`))[0], { what: 'the notification' });
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();
const taken = ({ message_id }: Row) => server.accepted().some(({ messageId }) => messageId === message_id);

describe('a notification for later', () => {
  it('waits for its time, with the Date that it will have', async () => {
    const notBefore = inAnHour();
    const row = await inState(await around.request({ ...aMention(bob), notBefore }), 'scheduled');
    expect(row.next_attempt_at.toISOString()).toBe(notBefore);
    expect((row as unknown as { mail: { date: string } }).mail.date).toBe(notBefore);
    expect(taken(row)).toBe(false);
  });

  it('leaves when its time comes', async () => {
    const notBefore = new Date(Date.now() + 2_000).toISOString();
    const request = await around.request({ ...aMention(bob), notBefore });
    await inState(request, 'scheduled');
    expect(taken(await inState(request, 'sent'))).toBe(true);
  });

  it('is told from one that came too late: its time counts from then', async () => {
    const request = await around.request({ ...aMention(bob), notBefore: inAnHour() });
    const { expires_at: end } = (await inState(request, 'scheduled')) as unknown as { expires_at: Date };
    expect(end.getTime() - Date.now()).toBeGreaterThan(120 * 3_600_000);
  });
});

describe('a key that the publisher gives', () => {
  it('makes one notification of two requests with the same content', async () => {
    const content = { ...aMention(bob), idempotencyKey: randomUUID() };
    const first = await around.request(content);
    await inState(first, 'sent');
    const second = await around.request(content);
    const after = await around.mention(bob);
    await inState(after, 'sent');
    expect(await replica.deliveries(second)).toEqual([]);
    expect(await listed(`idempotencyKey=${content.idempotencyKey}`)).toMatchObject([{ eventId: first.id }]);
  });

  it('is refused, where everybody sees it, with other content', async () => {
    const content = { ...aMention(bob), idempotencyKey: randomUUID() };
    await inState(await around.request(content), 'sent');
    const other = await around.request({ ...content, lane: 'normal' });
    expect(await found(other)).toMatchObject({ refusal: { code: 'request.idempotency_key_reused' }, deliveries: [] });
  });

  it('is refused once with other content, however often that arrives', async () => {
    const content = { ...aMention(bob), idempotencyKey: randomUUID() };
    await inState(await around.request(content), 'sent');
    const other = await around.request({ ...content, lane: 'normal' });
    const { id } = await found(other);
    for (let time = 0; time < 3; time += 1) await around.publish(NotificationRequestedV1.subjectOf(other), other);
    await inState(await around.request({ ...aMention(bob), lane: 'normal' }), 'sent');
    const refused = (await around.streamed(NotificationRejectedV1)).filter(({ causationid: of }) => of === other.id);
    expect(refused.map(({ data }) => data.notificationId)).toEqual([id]);
  });

  it('is of one request, however many arrive at once', async () => {
    const content = { ...aMention(bob), idempotencyKey: randomUUID() };
    await Promise.all(Array.from({ length: 20 }, () => around.request(content)));
    const after = await around.mention(bob);
    await inState(after, 'sent');
    const same = await listed(`idempotencyKey=${content.idempotencyKey}`);
    expect(same).toMatchObject([{ deliveries: [{ recipient: { userId: bob.id } }] }]);
  });
});

it.each([
  'notification.requested.v1',
  'notification.requested.v1.conversation',
  'notification.requested.v1.soon.conversation',
])('a request on %s, which nobody reads, is taken by no stream: its publisher is told at once', async (subject) => {
  await expect(around.publish(subject, around.composed(aMention(bob)))).rejects.toThrow();
});

it('an urgent mail does not wait for bulk requests that are tried again', async () => {
  await around.put(PublisherDocument, 'club', { name: 'club', revision: 1, kinds: ['reminder'], lanes: ['bulk'] });
  // The clock of its publisher may be 5 s ahead: so long, and then the 1.5 s of grace, each of them is tried again.
  const soon = new Date(Date.now() + 4_500).toISOString();
  const toNobody = () =>
    around.request(
      { kind: 'reminder', lane: 'bulk', recipients: [{ userId: randomUUID() }], variables: { title: 'Meet' } },
      { source: '/services/club', time: soon },
    );
  await Promise.all(Array.from({ length: 300 }, toNobody));
  await inState(await around.mention(bob), 'sent');
  expect(await replica.db.query(`SELECT 1 FROM notification WHERE source = '/services/club'`)).toEqual([]);
});

const cancel = (request: Request, source = request.source) => {
  const event = NotificationCancelV1.make({ eventId: request.id }, { source });
  return around.publish(NotificationCancelV1.subjectOf(event), event);
};
const remembered = (id: string) =>
  until(
    async () => ((await replica.db.query(`SELECT 1 FROM early_cancel WHERE event_id = $1`, [id])) as unknown[]).length,
    { what: 'the cancel to be remembered' },
  );

describe('a notification that is asked for by a second event', () => {
  const asked = async () => {
    const content = { ...aMention(bob), notBefore: inAnHour(), idempotencyKey: randomUUID() };
    const first = await around.request(content);
    await inState(first, 'scheduled');
    return { first, second: around.composed(content) };
  };
  const ask = (request: Request) => around.publish(NotificationRequestedV1.subjectOf(request), request);

  it('is found by the id of either, however often each is delivered', async () => {
    const { first, second } = await asked();
    await ask(second);
    const { id } = await found(second);
    for (const again of [first, second]) await ask(again);
    await inState(await around.mention(bob), 'sent');
    for (const it of [first, second])
      expect(await listed(`eventId=${it.id}`)).toMatchObject([{ id, eventId: first.id }]);
  });

  it('is taken back by the id of the second', async () => {
    const { first, second } = await asked();
    await ask(second);
    await found(second);
    await cancel(second);
    await inState(first, 'cancelled');
  });

  it('is taken back by the id of the second, when that came first', async () => {
    const { first, second } = await asked();
    await cancel(second);
    await remembered(second.id);
    await ask(second);
    await inState(first, 'cancelled');
    expect(await found(second)).toMatchObject({ cancelled: { by: '/services/conversation' } });
  });

  it('is taken back by nobody else who uses that id', async () => {
    const { first, second } = await asked();
    await ask(second);
    await found(second);
    await cancel(second, '/services/stranger');
    await remembered(second.id);
    expect(await replica.deliveries(first)).toMatchObject([{ state: 'scheduled' }]);
    await replica.db.query(`DELETE FROM early_cancel`);
  });
});

describe('a notification that is taken back', () => {
  const cancelledIds = async () =>
    (await around.streamed(NotificationCancelledV1)).map(({ data: { deliveryId } }) => deliveryId);

  it('by its publisher is not sent, and says so', async () => {
    const request = await around.request({ ...aMention(bob), notBefore: inAnHour() });
    await inState(request, 'scheduled');
    await cancel(request);
    const { id } = await inState(request, 'cancelled');
    await until(async () => (await cancelledIds()).includes(id), { what: 'the event' });
    expect(await found(request)).toMatchObject({
      cancelled: { by: '/services/conversation' },
      deliveries: [{ state: 'cancelled', nextAttemptAt: null }],
    });
  });

  it('before it has arrived is taken back when it arrives, and says so', async () => {
    const request = around.composed({ ...aMention(bob), notBefore: inAnHour() });
    await cancel(request);
    await remembered(request.id);
    await around.publish(NotificationRequestedV1.subjectOf(request), request);
    const { id } = await inState(request, 'cancelled');
    await until(async () => (await cancelledIds()).includes(id), { what: 'the event' });
    expect(await found(request)).toMatchObject({
      cancelled: { by: '/services/conversation' },
      deliveries: [{ state: 'cancelled', nextAttemptAt: null, settledAt: expect.any(String) }],
    });
    expect(await replica.db.query(`SELECT 1 FROM early_cancel`)).toEqual([]);
  });

  it('is, however many others are taken back that nobody ever asked for', async () => {
    await Promise.all(Array.from({ length: 300 }, () => cancel(around.composed(aMention(bob)))));
    const request = await around.request({ ...aMention(bob), notBefore: inAnHour() });
    await cancel(request);
    await inState(request, 'cancelled');
  });

  it('is, whichever of the two comes first', async () => {
    const requests = Array.from({ length: 60 }, () => around.composed({ ...aMention(bob), notBefore: inAnHour() }));
    await Promise.all(
      requests.flatMap((it) => [cancel(it), around.publish(NotificationRequestedV1.subjectOf(it), it)]),
    );
    for (const it of requests) await inState(it, 'cancelled');
  });

  it('by somebody else stays', async () => {
    const request = await around.request({ ...aMention(bob), notBefore: inAnHour() });
    await inState(request, 'scheduled');
    await cancel(request, '/services/stranger');
    const other = await around.request({ ...aMention(bob), notBefore: inAnHour() });
    await inState(other, 'scheduled');
    await cancel(other);
    await inState(other, 'cancelled');
    expect(await replica.deliveries(request)).toMatchObject([{ state: 'scheduled' }]);
  });

  it('by a person while the server is being spoken to is not handed over', async () => {
    let isAtTheEnd = false;
    const reached = new Promise<void>((resolve) =>
      server.follow(({ step }) => {
        if (step === 'data') isAtTheEnd = true;
        if (step !== 'rcpt') return undefined;
        resolve();
        return { delayMs: 1_000 };
      }),
    );
    const request = await around.mention(bob);
    await reached;
    const { id } = await found(request);
    const answer = await replica.call('POST', `/v1/notifications/${String(id)}/cancel`, admin);
    expect(answer).toMatchObject({ status: 200, body: { cancelled: 1, tooLate: 0 } });
    const row = await inState(request, 'cancelled');
    await until(() => isAtTheEnd, { what: 'the server to want the message' });
    server.follow(() => undefined);
    // Intents are written down in the order in which they come: with these, ours is decided.
    await inState(await around.mention(bob), 'sent');
    await inState(await around.mention(bob), 'sent');
    expect(taken(row)).toBe(false);
  });

  it('too late stays sent', async () => {
    const request = await around.mention(bob);
    await inState(request, 'sent');
    const { id } = await found(request);
    const path = `/v1/notifications/${String(id)}/cancel`;
    expect(await replica.call('POST', path, admin)).toMatchObject({ body: { cancelled: 0, tooLate: 1 } });
    expect(await replica.call('POST', path, await around.token('service'))).toMatchObject({ status: 403 });
    expect(await replica.deliveries(request)).toMatchObject([{ state: 'sent' }]);
  });
});

it('an event of a topic reaches whoever subscribes to it, and nobody else', async () => {
  await around.put(PublisherDocument, 'shop', { name: 'shop', revision: 1, kinds: ['event'], lanes: ['bulk'] });
  const ann = await around.user('ann', { subscriptions: ['orders.shipped', 'orders.lost'] });
  await around.user('ben', { subscriptions: ['orders'] });
  const request = await around.request(
    {
      kind: 'event',
      lane: 'bulk',
      recipients: [{ topic: 'orders.shipped' }],
      variables: { topic: 'orders.shipped', title: 'Order 12 is on its way', text: 'It arrives tomorrow.' },
    },
    { source: '/services/shop' },
  );
  await inState(request, 'sent');
  expect(await found(request)).toMatchObject({ deliveries: [{ recipient: { userId: ann.id }, state: 'sent' }] });
});

describe('a request that nothing is sent for', () => {
  const remind = (recipients: [{ topic: string }] | [{ userId: string }], name: string) =>
    around.request({ kind: 'reminder', recipients, variables: { title: 'Meet' } }, { source: `/services/${name}` });
  const publisher = (name: string) => ({ name, revision: 1, kinds: ['reminder'], lanes: ['normal'] });

  it('because it is for nobody is refused, and says so', async () => {
    await around.put(PublisherDocument, 'calendar', publisher('calendar'));
    const request = await remind([{ topic: 'unread' }], 'calendar');
    const { id } = await found(request);
    expect(await found(request)).toMatchObject({ refusal: { code: 'recipient.nobody' }, deliveries: [] });
    const told = async () => (await around.streamed(NotificationRejectedV1)).map(({ data }) => data);
    await until(async () => (await told()).some(({ notificationId }) => notificationId === id), { what: 'the event' });
  });

  it('is listed with all that were refused, and with nothing else', async () => {
    const sent = await around.mention(bob);
    await inState(sent, 'sent');
    const refused = await around.request(aMention(bob), { source: '/services/config' });
    await found(refused);
    const ids = async (query: string) => (await listed(query)).map(({ eventId }) => eventId);
    expect(await ids('limit=200&refused=true')).toContain(refused.id);
    expect(await ids('limit=200&refused=true')).not.toContain(sent.id);
    expect(await ids('limit=200&refused=false')).toContain(sent.id);
    expect(await ids('limit=200&refused=false')).not.toContain(refused.id);
  });

  it('because of a rule of one recipient says whom, and since when nothing more happens', async () => {
    await around.put(PublisherDocument, 'diary', publisher('diary'));
    await around.remove(SendingProfileDocument, 'system');
    const request = await remind([{ userId: bob.id }], 'diary');
    const row = await inState(request, 'rejected');
    await around.profile(server.port);
    expect(await found(request)).toMatchObject({
      deliveries: [{ id: row.id, recipient: { address: bob.address }, settledAt: expect.any(String) }],
    });
  });

  it('may only be too early: its publisher has just been registered', async () => {
    const request = await remind([{ userId: bob.id }], 'newcomer');
    const isTried = async () =>
      (await around.consumer('REQUEST', 'outbound-mail-accept-normal')).num_redelivered > 0 || undefined;
    await until(isTried, { what: 'it to be tried again' });
    await around.put(PublisherDocument, 'newcomer', publisher('newcomer'));
    await inState(request, 'sent');
  });

  it('is refused in the end when nobody knows its publisher', async () => {
    const request = await remind([{ userId: bob.id }], 'unheard-of');
    expect(await found(request)).toMatchObject({ refusal: { code: 'policy.publisher_not_allowed' } });
  });
});

it('a notification is found by the address that it went to, and by its time', async () => {
  const request = await around.mention(bob);
  await inState(request, 'sent');
  const { acceptedAt } = (await found(request)) as { acceptedAt: string };
  const query = `address=${encodeURIComponent(bob.address.toUpperCase())}&since=${acceptedAt}`;
  expect(await listed(query)).toMatchObject([{ eventId: request.id }]);
  expect(await listed(`${query}&until=${acceptedAt}`)).toEqual([]);
  expect(await listed('address=nobody%40example.test')).toEqual([]);
});
