import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationRequestedV1, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { aMention, Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';
import type { NotificationPage, NotificationView } from './notification-view.js';

/** The address that the server repeats is struck out. */
const SAID = '550 5.1.0 Nobody is <address>';
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
const get = async <T>(path: string) => (await replica.call('GET', path, admin)).body as unknown as T;
/** The ids of a list, read two at a time. */
async function idsOver(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query: string = `${path.includes('?') ? '&' : '?'}limit=2${cursor && `&cursor=${cursor}`}`;
    const { items, next }: { items: { id: string }[]; next: string | null } = await get(path + query);
    ids.push(...items.map(({ id }) => id));
    cursor = next;
  }
  return ids;
}
const idOf = async (request: Request) =>
  (await get<NotificationPage>(`/v1/notifications?eventId=${request.id}`)).items[0]!.id;

describe('a list of notifications', () => {
  it('shows the first of very many deliveries, those that were looked for before others', async () => {
    // More than one statement has parameters.
    await replica.db.query(
      `WITH asked AS (
         INSERT INTO notification (id, source, event_id, kind, lane, accepted_at)
         VALUES (gen_random_uuid(), '/services/flows', 'very-many', 'event', 'bulk', now()) RETURNING id)
       INSERT INTO delivery (id, notification_id, lane, state, address, expires_at, next_attempt_at)
       SELECT gen_random_uuid(), asked.id, 2, 'sent', 'somebody-' || number || '@example.test', now(), now()
       FROM asked, generate_series(1, 66000) AS number`,
    );
    const { items } = await get<NotificationPage>('/v1/notifications?eventId=very-many');
    expect(items[0]).toMatchObject({ deliveryCount: 66_000 });
    expect(items[0]?.deliveries).toHaveLength(100);
    const address = 'somebody-50000@example.test';
    const found = await get<NotificationPage>(`/v1/notifications?eventId=very-many&address=${address}`);
    expect(found.items[0]?.deliveries.map(({ recipient }) => recipient.address)).toContain(address);
    const asCopied = encodeURIComponent(` <${address.toUpperCase()}>`);
    const copied = await get<NotificationPage>(`/v1/notifications?eventId=very-many&address=${asCopied}`);
    expect(copied.items.map(({ id }) => id)).toEqual(found.items.map(({ id }) => id));
    expect((await get<NotificationView>(`/v1/notifications/${items[0]!.id}`)).deliveries).toHaveLength(66_000);
    // Of the others nobody knows who they are.
    await replica.db.query(`UPDATE delivery SET user_id = $1 WHERE address = $2`, [bob.id, address]);
    const ofBob = await get<NotificationPage>(`/v1/notifications?eventId=very-many&recipient=${bob.id}`);
    expect(ofBob.items[0]?.deliveries.map(({ recipient }) => recipient.userId)).toContain(bob.id);
  });
});

describe('a notification', () => {
  it('shows its deliveries, their attempts, and why, with what to do', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: `550 5.1.0 Nobody is ${bob.address}` } : undefined));
    const request = await around.mention(bob);
    await inState(request, 'failed');
    const view = await get<NotificationView>(`/v1/notifications/${await idOf(request)}`);
    expect(view).toMatchObject({ publisher: 'conversation', kind: 'mention', lane: 'urgent', refusal: null });
    expect(view.deliveries).toHaveLength(1);
    const reason = {
      code: 'provider.recipient_refused',
      remediation: 'Correct the address; if it is right, what the server said tells why.',
    };
    expect(view.deliveries[0]).toMatchObject({
      recipient: { userId: bob.id, address: bob.address },
      state: 'failed',
      reason,
      subject: 'Ada mentioned you in Migration plan',
      profile: { id: 'system', rule: 'system-notification' },
      canBeAnswered: false,
      nextAttemptAt: null,
      attempts: [{ number: 1, outcome: 'failed', replyCode: 550, enhancedCode: '5.1.0', reason, said: SAID }],
    });
  });

  it('says when it ended, and not before', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '451 4.3.0 Later' } : undefined));
    const request = await around.mention(bob);
    await inState(request, 'deferred');
    const path = `/v1/notifications/${await idOf(request)}`;
    expect((await get<NotificationView>(path)).deliveries).toMatchObject([{ state: 'deferred', settledAt: null }]);
    await replica.call('POST', `${path}/cancel`, admin);
    expect((await get<NotificationView>(path)).deliveries).toMatchObject([
      { state: 'cancelled', settledAt: expect.any(String) },
    ]);
  });

  it('shows under what name a server has the mail', async () => {
    server.follow(({ step }) => (step === 'message' ? { reply: '250 2.0.0 Ok: queued as 4XyZ12' } : undefined));
    const request = await around.mention(bob);
    await inState(request, 'sent');
    const view = await get<NotificationView>(`/v1/notifications/${await idOf(request)}`);
    expect(view.deliveries[0]!.attempts).toMatchObject([{ said: '250 2.0.0 Ok: queued as 4XyZ12' }]);
  });

  it('is found by recipient, state and kind, page by page', async () => {
    const eve = await around.user('eve');
    const requests: Request[] = [];
    // One after the other is sent, so that no two are accepted in one millisecond.
    for (let count = 0; count < 3; count += 1) {
      requests.push(await around.mention(eve));
      await inState(requests.at(-1)!, 'sent');
    }
    const query = `recipient=${eve.id}&state=sent&kind=mention&limit=2`;
    const first = await get<NotificationPage>(`/v1/notifications?${query}`);
    const second = await get<NotificationPage>(`/v1/notifications?${query}&cursor=${first.next}`);
    const found = [...first.items, ...second.items].map(({ eventId }) => eventId);
    expect(found).toEqual(requests.map(({ id }) => id).reverse());
    expect(second.next).toBeNull();
    expect((await get<NotificationPage>(`/v1/notifications?recipient=${eve.id}&state=failed`)).items).toEqual([]);
  });

  it('stands on one page and no other, however many were accepted in its millisecond', async () => {
    const eli = await around.user('eli');
    for (let count = 0; count < 5; count += 1) await around.mention(eli);
    const path = `/v1/notifications?recipient=${eli.id}`;
    const all = await until(async () => {
      const { items } = await get<NotificationPage>(path);
      return items.length === 5 ? items.map(({ id }) => id) : undefined;
    });
    await replica.db.query(`UPDATE notification SET accepted_at = now() WHERE id = ANY($1)`, [all]);
    expect(await idsOver(path)).toEqual(all.sort().reverse());
  });

  it('is not listed behind a cursor that is none', async () => {
    const answer = await replica.call('GET', '/v1/notifications?cursor=tomorrow', admin);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path: 'query.cursor' }] } });
  });

  it.each([
    ['is not shown without a token', '/v1/notifications', [], 401],
    ['is not shown to users', '/v1/notifications', ['user'], 403],
    ['may be asked for by services', '/v1/notifications', ['service'], 200],
    ['that is not there is not found', '/v1/notifications/5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11', ['service'], 404],
    ['needs an id', '/v1/notifications/x', ['service'], 400],
    ['is not looked for by what no event can have', '/v1/notifications?eventId=%00', ['service'], 400],
    ['is not looked for by fields that nobody knows', '/v1/notifications?mood=good', ['service'], 400],
  ] as const)('%s', async (_what, path, roles, status) => {
    const token = roles.length > 0 ? await around.token(...roles) : undefined;
    expect((await replica.call('GET', path, token)).status).toBe(status);
  });
});

describe('sending again', () => {
  const resend = ({ id }: { id: string }, token = admin) => replica.call('POST', `/v1/deliveries/${id}/resend`, token);
  const cancel = (id: string) => replica.call('POST', `/v1/notifications/${id}/cancel`, admin);

  it('sends what failed, with the same Message-ID', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.0 Nobody' } : undefined));
    const request = await around.mention(bob);
    const failed = await inState(request, 'failed');
    server.follow(() => undefined);
    expect((await resend(failed)).status).toBe(202);
    const sent = await inState(request, 'sent');
    expect(sent).toMatchObject({ attempts: 2, message_id: failed.message_id });
    expect(server.accepted().map(({ messageId }) => messageId)).toContain(failed.message_id);
  });

  it('begins the schedule anew, and counts the attempts on', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.0 Nobody' } : undefined));
    const request = await around.mention(bob);
    const failed = await inState(request, 'failed');
    await replica.db.query(`UPDATE delivery SET attempts = 10 WHERE id = $1`, [failed.id]);
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '450 4.2.0 Later' } : undefined));
    expect((await resend(failed)).status).toBe(202);
    expect(await inState(request, 'deferred')).toMatchObject({ code: 'provider.try_later', attempts: 11 });
  });

  it('never sends what its publisher does not want any more', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.0 Nobody' } : undefined));
    const request = await around.mention(bob);
    const failed = await inState(request, 'failed');
    expect((await cancel(failed.notification_id)).body).toMatchObject({ cancelled: 0, tooLate: 1 });
    expect(await resend(failed)).toMatchObject({ status: 409, body: { code: 'delivery.not_resendable' } });
    expect(await inState(request, 'failed')).toMatchObject({ attempts: 1 });
  });

  it('never sends twice what was sent', async () => {
    const sent = await inState(await around.mention(bob), 'sent');
    expect(await resend(sent)).toMatchObject({ status: 409, body: { code: 'delivery.not_resendable' } });
  });

  it('is for admins', async () => {
    const sent = await inState(await around.mention(bob), 'sent');
    expect((await resend(sent, await around.token('service'))).status).toBe(403);
  });
});

describe('an event that breaks its contract', () => {
  it('is a dead letter that an admin sees, and what follows is handled', async () => {
    const broken = { ...aMention(bob), variables: undefined };
    await around.publish('notification.requested.v1.urgent.conversation', { ...(await aRequest()), data: broken });
    await inState(await around.mention(bob), 'sent');
    const { body } = await replica.call('GET', '/v1/dead-letters', admin);
    expect(body).toEqual({
      next: null,
      items: [
        expect.objectContaining({
          state: 'waiting',
          paths: ['data.variables'],
          why: 'data.variables: is missing',
          reason: expect.objectContaining({ code: 'contract.invalid_event' }),
        }),
      ],
    });
  });

  it('is handled once when an admin redrives what could not be handled, whoever else does it', async () => {
    const request = around.composed(aMention(bob));
    const path = `/v1/dead-letters/${await deadLetterOf(request)}/redrive`;
    const answers = await Promise.all([replica.call('POST', path, admin), replica.call('POST', path, admin)]);
    expect(answers).toMatchObject([
      { status: 200, body: { state: 'redriven' } },
      { status: 200, body: { state: 'redriven' } },
    ]);
    await inState(request, 'sent');
    expect(await replica.deliveries(request)).toHaveLength(1);
    expect((await replica.call('POST', path, await around.token('service'))).status).toBe(403);
  });

  /** As messaging stores it. */
  async function deadLetterOf(request: Request): Promise<string> {
    const id = randomUUID();
    await replica.db.query(
      `INSERT INTO dead_letter (id, consumer, stream, sequence, subject, code, paths, headers, payload)
       VALUES ($1, 'outbound-mail-accept-urgent', 'REQUEST', 1000000, $2, 'defect', '', '{}', $3)`,
      [id, NotificationRequestedV1.subjectOf(request), Buffer.from(JSON.stringify(request))],
    );
    return id;
  }

  const aRequest = () => around.mention(bob);
});
