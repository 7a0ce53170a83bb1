import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { aMention, Replica, Surroundings, type Request, type Row } from '../../test/service-under-test.js';
import type { NotificationPage, NotificationView } from './notification-view.js';

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
    deadlineMs: 10_000,
    what: `a delivery ${state}`,
  });
const get = async <T>(path: string) => (await replica.call('GET', path, admin)).body as unknown as T;
const idOf = async (request: Request) =>
  (await get<NotificationPage>(`/v1/notifications?eventId=${request.id}`)).notifications[0]!.id;

describe('a notification', () => {
  it('shows its deliveries, their attempts, and why, with what to do', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.1 Nobody' } : undefined));
    const request = await around.mention(bob);
    await inState(request, 'failed');
    const view = await get<NotificationView>(`/v1/notifications/${await idOf(request)}`);
    expect(view).toMatchObject({ publisher: 'conversation', kind: 'mention', lane: 'urgent', refusal: null });
    expect(view.deliveries).toHaveLength(1);
    const reason = { code: 'provider.recipient_refused', remediation: 'Correct the address of the user.' };
    expect(view.deliveries[0]).toMatchObject({
      recipient: { userId: bob.id, address: bob.address },
      state: 'failed',
      reason,
      subject: 'Ada mentioned you in Migration plan',
      profile: { id: 'system', rule: 'system-notification' },
      canBeAnswered: false,
      nextAttemptAt: null,
      attempts: [{ number: 1, outcome: 'failed', replyCode: 550, enhancedCode: '5.1.1', reason }],
    });
  });

  it('is found by recipient, state and kind, page by page', async () => {
    const eve = await around.user('eve');
    const requests: Request[] = [];
    for (let count = 0; count < 3; count += 1) requests.push(await around.mention(eve));
    for (const request of requests) await inState(request, 'sent');
    const query = `recipient=${eve.id}&state=sent&kind=mention&limit=2`;
    const first = await get<NotificationPage>(`/v1/notifications?${query}`);
    const second = await get<NotificationPage>(`/v1/notifications?${query}&cursor=${first.next}`);
    const found = [...first.notifications, ...second.notifications].map(({ eventId }) => eventId);
    expect(found).toEqual(requests.map(({ id }) => id).reverse());
    expect(second.next).toBeNull();
    expect((await get<NotificationPage>(`/v1/notifications?recipient=${eve.id}&state=failed`)).notifications).toEqual(
      [],
    );
  });

  it.each([
    ['is not shown without a token', '/v1/notifications', [], 401],
    ['is not shown to users', '/v1/notifications', ['user'], 403],
    ['may be asked for by services', '/v1/notifications', ['service'], 200],
    ['that is not there is not found', '/v1/notifications/5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11', ['service'], 404],
    ['needs an id', '/v1/notifications/x', ['service'], 400],
    ['is not looked for by fields that nobody knows', '/v1/notifications?mood=good', ['service'], 400],
  ] as const)('%s', async (_what, path, roles, status) => {
    const token = roles.length > 0 ? await around.token(...roles) : undefined;
    expect((await replica.call('GET', path, token)).status).toBe(status);
  });
});

describe('sending again', () => {
  const resend = ({ id }: { id: string }, token = admin) => replica.call('POST', `/v1/deliveries/${id}/resend`, token);

  it('sends what failed, with the same Message-ID', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.1 Nobody' } : undefined));
    const request = await around.mention(bob);
    const failed = await inState(request, 'failed');
    server.follow(() => undefined);
    expect((await resend(failed)).status).toBe(202);
    const sent = await inState(request, 'sent');
    expect(sent).toMatchObject({ attempts: 2, message_id: failed.message_id });
    expect(server.accepted().map(({ messageId }) => messageId)).toContain(failed.message_id);
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
    expect(body['deadLetters']).toEqual([
      expect.objectContaining({
        paths: 'data.variables',
        reason: expect.objectContaining({ code: 'contract.invalid_event' }),
      }),
    ]);
  });

  const aRequest = () => around.mention(bob);
});
