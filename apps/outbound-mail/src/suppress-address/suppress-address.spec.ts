import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  MailBouncedV1,
  NotificationRejectedV1,
  PublisherDocument,
  type DirectoryUser,
  type EventOf,
} from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import type { NotificationView } from '../show-notification/notification-view.js';
import { aMention, Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';
import type { SuppressionPage, SuppressionView } from './suppression-view.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let admin: string;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  await around.profile(server.port);
  const shop = { kinds: ['event'], lanes: ['normal'], mayActForUsers: false, mayAskForReplies: false };
  await around.put(PublisherDocument, 'shop', { id: 'shop', revision: 1, name: 'shop', ...shop });
  replica = await Replica.start(around, { LOG_LEVEL: 'info' });
  here.onEnd(() => replica.stop());
  admin = await around.token('server-admin');
});

const settled = (request: Request): Promise<Row> =>
  until(
    async () => {
      const [row] = await replica.deliveries(request);
      return row && row.state !== 'queued' && row.state !== 'claimed' && row.state !== 'handing_over' ? row : undefined;
    },
    { what: 'a delivery that is settled' },
  );

const mailTo = async (...users: readonly DirectoryUser[]): Promise<Row> => settled(await around.mention(...users));

type Report = Partial<EventOf<typeof MailBouncedV1>['data']>;

/** What inbound-reply says of a report, twice, until both have been handled. */
async function bounce(report: Report): Promise<void> {
  const data = { action: 'failed', statusCode: '5.1.1', isPermanent: true, ...report };
  const event = MailBouncedV1.make(data, { source: '/services/inbound-reply', id: randomUUID() });
  await around.publish('mail.bounced.v1', event);
  await around.publish('mail.bounced.v1', event);
  await until(async () => (await pendingReports()) === 0, { what: 'the report to be handled' });
}

const pendingReports = async (): Promise<number> => {
  const info = await around.consumer('REPLY', 'outbound-mail-suppress-address');
  return info.num_pending + info.num_ack_pending;
};

const get = async <T>(path: string) => (await replica.call('GET', path, admin)).body as unknown as T;
const suppressionsOf = async ({ address }: DirectoryUser): Promise<SuppressionView[]> =>
  (await get<SuppressionPage>(`/v1/suppressions?state=any&address=${address.toUpperCase()}`)).items;
const lift = ({ id }: { id: string }, token = admin) => replica.call('DELETE', `/v1/suppressions/${id}`, token);

const DAY_MS = 86_400_000;
const COMPLAINT = { kind: 'complaint', action: 'complaint', statusCode: '5.7.1', quotesToken: true } as const;

const anEventFor = ({ id: userId }: DirectoryUser) => ({
  kind: 'event' as const,
  recipients: [{ userId }],
  variables: { topic: 'orders.shipped', title: 'Order 7 is shipped', text: 'It left.' },
});

const person = () => around.user(`p${randomUUID().slice(0, 8)}`);
/** Somebody whose mail came back. */
async function suppressedPerson(report: Report = {}): Promise<{ user: DirectoryUser; sent: Row }> {
  const user = await person();
  const sent = await mailTo(user);
  await bounce({ deliveryId: sent.id, ...report });
  return { user, sent };
}

describe('a mail that the server refuses', () => {
  const refusedWith = async (step: 'mail' | 'rcpt', reply: string) => {
    const user = await person();
    server.follow((moment) => (moment.step === step ? { reply } : undefined));
    const row = await mailTo(user);
    server.follow(() => undefined);
    return { user, row };
  };

  it('because there is no such mailbox suppresses the address, as a report does, until it is lifted', async () => {
    const { user, row } = await refusedWith('rcpt', '550 5.1.1 No such user');
    expect(row).toMatchObject({ state: 'failed', code: 'provider.recipient_refused' });
    const [found] = await until(async () => {
      const all = await suppressionsOf(user);
      return all.length > 0 ? all : undefined;
    });
    const expected = { state: 'active', reason: 'no-such-mailbox', statusCode: '5.1.1', expiresAt: null };
    expect(found).toMatchObject({ ...expected, deliveryId: row.id });
    expect(await mailTo(user)).toMatchObject({ state: 'suppressed', code: 'recipient.suppressed' });
    await lift(found!);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
  });

  it.each([
    ['because of a policy', 'rcpt', '550 5.7.1 Blocked'],
    ['because of its sender', 'mail', '550 5.1.1 No such sender'],
  ] as const)('%s suppresses nothing', async (_why, step, reply) => {
    const { user } = await refusedWith(step, reply);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
    expect(await suppressionsOf(user)).toEqual([]);
  });
});

describe('a mail that came back', () => {
  it('stays sent, and its timeline shows the report', async () => {
    const { user, sent } = await suppressedPerson();
    const { items } = await get<{ items: { id: string }[] }>(`/v1/notifications?recipient=${user.id}`);
    const { deliveries } = await get<NotificationView>(`/v1/notifications/${items[0]!.id}`);
    expect(deliveries).toMatchObject([
      { id: sent.id, state: 'sent', reports: [{ action: 'failed', statusCode: '5.1.1', isPermanent: true }] },
    ]);
    expect(deliveries[0]!.reports).toHaveLength(1);
  });

  it('suppresses its address, whoever is mailed there, and nobody else', async () => {
    const { user } = await suppressedPerson();
    const other = await person();
    const request = await around.mention(user, other);
    const rows = await until(async () => {
      const found = await replica.deliveries(request);
      return found.some(({ state }) => state === 'sent') ? found : undefined;
    });
    const withheld = rows.find(({ state }) => state === 'suppressed')!;
    expect(withheld).toMatchObject({ code: 'recipient.suppressed', attempts: 0 });
    expect(rows.map(({ state }) => state).sort()).toEqual(['sent', 'suppressed']);
    const { data } = await until(async () =>
      (await around.streamed(NotificationRejectedV1)).find((event) => event.data.deliveryId === withheld.id),
    );
    expect(data.code).toBe('recipient.suppressed');
  });

  it('is never silent about an urgent mail that is not sent', async () => {
    const { user } = await suppressedPerson();
    const { notification_id: id } = await mailTo(user);
    await until(() =>
      replica.log().find(({ msg, notification }) => msg === 'an urgent mail was suppressed' && notification === id),
    );
  });

  it('is reported to the admins by mail when it holds up an urgent one, once', async () => {
    const alice = await around.user(`alice-${randomUUID().slice(0, 8)}`, { roles: ['server-admin'] });
    const { user } = await suppressedPerson();
    const first = await mailTo(user);
    for (let time = 0; time < 2; time += 1) await mailTo(user);
    await settled(await around.request({ ...aMention(alice), lane: 'normal' }));
    const reports = await until(() => {
      const found = server.messages().filter((it) => it.includes(alice.address) && it.includes('An urgent mail'));
      return found.length > 0 ? found : undefined;
    });
    expect(reports).toHaveLength(1);
    expect(reports[0]!.replaceAll('=\r\n', '')).toContain(`/v1/notifications/${first.notification_id}`);
    expect(reports[0]).not.toContain(user.address);
  });

  it('is not reported by mail when what it holds up is not urgent', async () => {
    const alice = await around.user(`alice-${randomUUID().slice(0, 8)}`, { roles: ['server-admin'] });
    const { user } = await suppressedPerson();
    const row = await settled(await around.request({ ...aMention(user), lane: 'normal' }));
    expect(row).toMatchObject({ state: 'suppressed' });
    expect(await replica.db.query(`SELECT 1 FROM delivery WHERE user_id = $1`, [alice.id])).toEqual([]);
  });

  describe('ends what waits for its address', () => {
    const waiting = (user: DirectoryUser, ms: number, more: object = {}): Promise<Request> =>
      around.request({ ...aMention(user), notBefore: new Date(Date.now() + ms).toISOString(), ...more });
    const becomes = (request: Request, state: string): Promise<Row> =>
      until(async () => (await replica.deliveries(request)).find((row) => row.state === state), { what: state });

    it('and its publisher learns of it', async () => {
      const [user, other] = [await person(), await person()];
      const requests = [await waiting(user, DAY_MS), await waiting(other, DAY_MS)] as const;
      const { id } = await becomes(requests[0], 'scheduled');
      await bounce({ deliveryId: (await mailTo(user)).id });
      expect(await becomes(requests[0], 'suppressed')).toMatchObject({ id, code: 'recipient.suppressed', attempts: 0 });
      const told = (await around.streamed(NotificationRejectedV1)).filter(({ data }) => data.deliveryId === id);
      expect(told).toMatchObject([{ data: { code: 'recipient.suppressed' } }]);
      await becomes(requests[1], 'scheduled');
    });

    it('unless the suppression is over by then', async () => {
      const user = await person();
      const [soon, later] = [await waiting(user, DAY_MS / 2), await waiting(user, 2 * DAY_MS)];
      await becomes(later, 'scheduled');
      await bounce({ deliveryId: (await mailTo(user)).id, statusCode: '5.2.2' });
      await becomes(soon, 'suppressed');
      await becomes(later, 'scheduled');
    });

    it('and admins are told by mail where that is urgent', async () => {
      const alice = await around.user(`alice-${randomUUID().slice(0, 8)}`, { roles: ['server-admin'] });
      const user = await person();
      const request = await waiting(user, DAY_MS);
      await becomes(request, 'scheduled');
      await bounce({ deliveryId: (await mailTo(user)).id });
      const { notification_id: id } = await becomes(request, 'suppressed');
      const report = await until(() => server.messages().find((it) => it.includes(alice.address)));
      expect(report.replaceAll('=\r\n', '')).toContain(`/v1/notifications/${id}`);
      expect(replica.log()).toContainEqual(
        expect.objectContaining({ msg: 'an urgent mail was suppressed', notification: id }),
      );
    });

    it('as soon as it is to be tried again, where it was just being handed over, and admins are told of it', async () => {
      const alice = await around.user(`alice-${randomUUID().slice(0, 8)}`, { roles: ['server-admin'] });
      const user = await person();
      const { id: deliveryId } = await mailTo(user);
      server.follow(({ step }) => (step === 'message' ? { delayMs: 1_000, reply: '451 4.3.0 Try later' } : undefined));
      const request = await around.mention(user);
      await becomes(request, 'handing_over');
      await bounce({ deliveryId });
      const { id, notification_id: notification } = await becomes(request, 'deferred');
      server.follow(() => undefined);
      await replica.db.query(`UPDATE delivery SET next_attempt_at = now() WHERE id = $1`, [id]);
      expect(await becomes(request, 'suppressed')).toMatchObject({ id, code: 'recipient.suppressed', attempts: 1 });
      const report = await until(() => server.messages().find((it) => it.includes(alice.address)));
      expect(report.replaceAll('=\r\n', '')).toContain(`/v1/notifications/${notification}`);
    });

    it('after a complaint only where one can unsubscribe from it', async () => {
      const user = await person();
      const notBefore = new Date(Date.now() + DAY_MS).toISOString();
      const mention = await waiting(user, DAY_MS);
      const shipped = await around.request({ ...anEventFor(user), notBefore }, { source: '/services/shop' });
      await becomes(mention, 'scheduled');
      await becomes(shipped, 'scheduled');
      await bounce({ deliveryId: (await mailTo(user)).id, ...COMPLAINT });
      await becomes(shipped, 'suppressed');
      await becomes(mention, 'scheduled');
    });
  });

  it.each<[string, Report]>([
    ['is late only', { action: 'delayed', statusCode: '4.4.7', isPermanent: false }],
    ['did arrive', { action: 'delivered', statusCode: '2.0.0', isPermanent: false }],
    ['was refused for what it said', { statusCode: '5.7.1' }],
  ])('does not suppress an address because it %s', async (_what, report) => {
    const { user } = await suppressedPerson(report);
    expect(await suppressionsOf(user)).toEqual([]);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
  });

  it.each<[string, Report]>([
    ['no mail', { deliveryId: undefined }],
    ['a mail that is not ours', { deliveryId: randomUUID() }],
  ])('is nothing when the report quotes %s', async (_what, report) => {
    const before = await get<SuppressionPage>('/v1/suppressions?limit=200');
    await bounce(report);
    expect(await get('/v1/suppressions?limit=200')).toEqual(before);
  });
});

describe('a complaint about a mail', () => {
  const anEvent = async (user: DirectoryUser): Promise<Row> =>
    settled(await around.request(anEventFor(user), { source: '/services/shop' }));

  it('keeps from its address what can be unsubscribed from, and nothing else', async () => {
    const { user, sent } = await suppressedPerson(COMPLAINT);
    expect(await suppressionsOf(user)).toMatchObject([{ reason: 'complaint', expiresAt: null, deliveryId: sent.id }]);
    expect(await anEvent(user)).toMatchObject({ state: 'suppressed', code: 'recipient.suppressed' });
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
  });

  it('and a mail that came back suppress its address each for itself', async () => {
    const { user, sent } = await suppressedPerson(COMPLAINT);
    await bounce({ deliveryId: sent.id });
    expect(await mailTo(user)).toMatchObject({ state: 'suppressed' });
    const found = await suppressionsOf(user);
    expect(found.map(({ reason }) => reason).sort()).toEqual(['complaint', 'no-such-mailbox']);
    await lift(found.find(({ reason }) => reason === 'no-such-mailbox')!);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
    expect(await anEvent(user)).toMatchObject({ state: 'suppressed' });
  });

  it.each<[string, Report]>([
    ['complaint', COMPLAINT],
    ['bounce', {}],
  ])('that quotes no token of ours suppresses nothing: %s', async (_kind, report) => {
    const { user } = await suppressedPerson({ ...report, quotesToken: false });
    expect(await suppressionsOf(user)).toEqual([]);
  });
});

describe('a suppression', () => {
  it('says why, since when, until when and because of which mail', async () => {
    const { user, sent } = await suppressedPerson({ statusCode: '5.1.2' });
    const [it, ...others] = await suppressionsOf(user);
    expect(others).toEqual([]);
    expect(it).toMatchObject({
      address: user.address,
      state: 'active',
      reason: 'no-such-domain',
      statusCode: '5.1.2',
      deliveryId: sent.id,
      liftedAt: null,
    });
    expect(new Date(it!.expiresAt!).getTime() - new Date(it!.createdAt).getTime()).toBe(30 * 86_400_000);
  });

  it('ends when its time is over', async () => {
    const { user } = await suppressedPerson({ statusCode: '5.2.2' });
    expect(await mailTo(user)).toMatchObject({ state: 'suppressed' });
    await replica.db.query(`UPDATE suppression SET expires_at = now() WHERE address = $1`, [user.address]);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
    expect(await suppressionsOf(user)).toMatchObject([{ state: 'expired' }]);
  });

  it('is made longer by a worse report and never shorter by a lesser one', async () => {
    const user = await person();
    const sent = [await mailTo(user), await mailTo(user), await mailTo(user)];
    const reasons: string[] = [];
    for (const [index, statusCode] of ['5.2.2', '5.1.1', '5.2.2'].entries()) {
      await bounce({ deliveryId: sent[index]!.id, statusCode });
      reasons.push(...(await suppressionsOf(user)).map(({ reason }) => reason));
    }
    expect(reasons).toEqual(['mailbox-full', 'no-such-mailbox', 'no-such-mailbox']);
  });

  it('is lifted by an admin, once, and the list says by whom', async () => {
    const { user, sent } = await suppressedPerson();
    const [suppression] = await suppressionsOf(user);
    expect((await lift(suppression!)).status).toBe(204);
    const [lifted] = await suppressionsOf(user);
    expect(lifted).toMatchObject({ state: 'lifted', liftedBy: expect.any(String) });
    expect((await lift(suppression!, await around.token('server-admin'))).status).toBe(204);
    expect(await suppressionsOf(user)).toEqual([lifted]);
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
    // A second report about a mail from before proves nothing of what is true now.
    await bounce({ deliveryId: sent.id });
    expect(await mailTo(user)).toMatchObject({ state: 'sent' });
  });

  it('may be followed by another one, and both stay in the list', async () => {
    const { user } = await suppressedPerson();
    await lift((await suppressionsOf(user))[0]!);
    const again = await mailTo(user);
    await bounce({ deliveryId: again.id });
    expect((await suppressionsOf(user)).map(({ state }) => state)).toEqual(['active', 'lifted']);
  });

  it('is in the list while it is in force, and afterwards where it is asked for', async () => {
    const people = {
      active: await suppressedPerson(),
      expired: await suppressedPerson(),
      lifted: await suppressedPerson(),
    };
    await replica.db.query(`UPDATE suppression SET expires_at = now() WHERE address = $1`, [
      people.expired.user.address,
    ]);
    await lift((await suppressionsOf(people.lifted.user))[0]!);
    const states = async (query: string) =>
      (await get<SuppressionPage>(`/v1/suppressions?limit=200${query}`)).items.map(({ state }) => state);
    expect(new Set(await states(''))).toEqual(new Set(['active']));
    for (const state of ['active', 'expired', 'lifted']) {
      expect(new Set(await states(`&state=${state}`))).toEqual(new Set([state]));
    }
    expect(new Set(await states('&state=any'))).toEqual(new Set(['active', 'expired', 'lifted']));
  });

  it.each([
    ['GET', '/v1/suppressions', ['user'], 403],
    ['GET', '/v1/suppressions', ['service'], 403],
    ['GET', '/v1/suppressions', [], 401],
    ['GET', '/v1/suppressions?address=nobody', ['server-admin'], 400],
    ['DELETE', '/v1/suppressions/5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11', ['service'], 403],
    ['DELETE', '/v1/suppressions/5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11', ['server-admin'], 404],
  ] as const)('%s %s for %j is %i', async (method, path, roles, status) => {
    const token = roles.length > 0 ? await around.token(...roles) : undefined;
    expect((await replica.call(method, path, token)).status).toBe(status);
  });

  it('stands on one page of the list and no other', async () => {
    const whole = (await get<SuppressionPage>('/v1/suppressions?limit=200')).items;
    expect(whole.length).toBeGreaterThan(3);
    const paged: SuppressionView[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: SuppressionPage = await get(`/v1/suppressions?limit=2${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.items);
      cursor = page.next;
    }
    expect(paged).toEqual(whole);
  });
});
