import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PublisherDocument, userProfileId, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import type { NotificationPage } from '../show-notification/notification-view.js';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replicas: Replica[];
let server: ScriptedSmtp;
let bob: DirectoryUser;
let ada: DirectoryUser;
let admin: string;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  [bob, ada] = [await around.user('bob'), await around.user('ada')];
  await around.put(PublisherDocument, 'flows', {
    name: 'flows',
    revision: 1,
    kinds: ['free-mail'],
    lanes: ['normal'],
    mayActForUsers: true,
    mayAskForReplies: false,
  });
  await around.profile(server.port);
  replicas = [await Replica.start(around), await Replica.start(around)];
  here.onEnd(() => Promise.all(replicas.map((replica) => replica.stop())));
  admin = await around.token('server-admin');
});

beforeEach(() => server.follow(() => undefined));

type Settings = Parameters<Surroundings['profile']>[1];

async function sendBy(more: Settings): Promise<void> {
  const profile = await around.profile(server.port, more);
  const isKnown = () => replicas.every((replica) => replica.knows(profile));
  await until(isKnown, { what: 'the profile' });
}

const adasWay = (more: Settings = {}) =>
  sendBy({ id: userProfileId(ada.id), scope: 'user', ownerId: ada.id, fromAddress: 'ada@example.test', ...more });
/** A mail that leaves through a profile of its own, to the same server. */
const adasMail = () =>
  around.request(
    {
      kind: 'free-mail',
      actorId: ada.id,
      recipients: [{ address: 'carol@example.test' }],
      variables: { subject: 'Nightly report', text: 'All is well.' },
    },
    { source: '/services/flows' },
  );

const rowsOf = async (requests: readonly Request[]): Promise<Row[]> =>
  (await Promise.all(requests.map((request) => replicas[0]!.deliveries(request)))).flat();
const mentions = (count: number) => Promise.all(Array.from({ length: count }, () => around.mention(bob)));
const sent = (requests: readonly Request[], count = requests.length, deadlineMs = 60_000): Promise<unknown> =>
  until(async () => (await rowsOf(requests)).filter(({ state }) => state === 'sent').length >= count, {
    deadlineMs,
    what: `${count} of ${requests.length} mails`,
  });
/** As a person sees it who asks why. */
async function shown(request: Request) {
  const path = `/v1/notifications?eventId=${request.id}`;
  const { items } = (await replicas[0]!.call('GET', path, admin)).body as unknown as NotificationPage;
  return items[0]!.deliveries[0]!;
}

describe('a profile that may send so many messages a minute', () => {
  it('keeps the rest in the queue, with a reason and a time, and sends it at once when it may send more', async () => {
    await sendBy({ messagesPerMinute: 3 });
    await adasWay();
    const requests = await mentions(8);
    await sent(requests, 3);
    const another = await adasMail();
    await sent([another]);
    const rows = await rowsOf(requests);
    expect(rows.filter(({ state }) => state === 'sent')).toHaveLength(3);
    const waiting = rows.filter(({ state }) => state === 'queued');
    expect(waiting.map(({ attempts }) => attempts)).toEqual([0, 0, 0, 0, 0]);

    const late = await around.mention(bob);
    const view = await until(async () => ((await rowsOf([late])).length > 0 ? shown(late) : undefined), { what: 'it' });
    expect(view).toMatchObject({ state: 'queued', reason: { code: 'provider.rate_limited' } });
    const waitMs = Date.parse(view.nextAttemptAt!) - Date.now();
    expect(waitMs).toBeGreaterThan(30_000);
    expect(waitMs).toBeLessThan(65_000);

    await sendBy({});
    // By itself the minute would be over in the end.
    await sent([...requests, late], undefined, 20_000);
    expect((await rowsOf(requests)).map(({ attempts }) => attempts)).toEqual(requests.map(() => 1));
  });
});

describe('a profile that may send so many messages a day', () => {
  it('may still send them when a server that took none has recovered', async () => {
    await sendBy({ messagesPerDay: 3 });
    server.follow(({ step }) => (step === 'mail' ? { reply: '451 4.3.0 Out of order' } : undefined));
    const tried = await mentions(6);
    await until(async () => (await rowsOf(tried)).filter(({ attempts }) => attempts === 1).length === 6, {
      what: 'a try of each',
    });
    server.follow(() => undefined);
    const later = await mentions(5);
    await sent(later, 3);
    expect((await rowsOf(later)).filter(({ state }) => state === 'queued')).toHaveLength(2);
    await sendBy({});
    await sent([...tried, ...later]);
  });
});

describe('a server that asks for a pause', () => {
  it.each(['421 4.3.2 Too busy', '450 4.7.0 Slow down', '451 4.7.1 Slow down', '432 4.3.2 Concurrent connections'])(
    'with %s is left alone by every replica and every mail of the profile, until the profile is changed',
    async (reply) => {
      await sendBy({});
      await adasWay();
      let times = 0;
      server.follow(({ step, argument }) => {
        if (step !== 'mail' || argument.includes('ada')) return undefined;
        times += 1;
        return { reply };
      });
      const [first] = await mentions(1);
      await until(async () => (await rowsOf([first!])).some(({ state }) => state === 'deferred'), {
        what: 'the answer',
      });
      const before = times;
      const others = await mentions(10);
      await until(async () => (await rowsOf(others)).length === 10, { what: 'the mail' });
      // Another profile goes on, although it came later.
      await sent([await adasMail()]);
      expect(times).toBe(before);
      expect((await rowsOf(others)).map(({ state, attempts }) => [state, attempts])).toEqual(
        others.map(() => ['queued', 0]),
      );
      expect(await shown(others[0]!)).toMatchObject({ state: 'queued', reason: { code: 'provider.throttled' } });
      server.follow(() => undefined);
      await sendBy({});
      await sent([first!, ...others]);
    },
    30_000,
  );
});

describe('a profile all of whose connections are in use', () => {
  it('holds nothing that others could have', async () => {
    await sendBy({ maxConnections: 1 });
    await adasWay();
    server.follow(({ step, argument }) => (step === 'rcpt' && argument.includes('bob') ? { delayMs: 400 } : undefined));
    const requests = await mentions(30);
    await sent(requests, 1);
    const held = async (): Promise<number> => {
      const [row] = await replicas[0]!.db.query(
        `SELECT count(*)::int FROM delivery WHERE profile_id = 'system' AND state IN ('claimed', 'handing_over')`,
      );
      return row.count;
    };
    // What finds no connection is given back; if it were kept, seven of thirty would be sent meanwhile.
    await until(async () => (await held()) <= 4, { deadlineMs: 3_000, what: 'what is held to be given back' });
    // It may have nine more connections.
    await sent([await adasMail()], 1, 5_000);
    expect((await rowsOf(requests)).filter(({ state }) => state === 'sent').length).toBeLessThan(30);
    server.follow(() => undefined);
    await sent(requests);
    expect((await rowsOf(requests)).map(({ attempts }) => attempts)).toEqual(requests.map(() => 1));
  });

  it('gets one from another profile that would use all of them for itself', async () => {
    await sendBy({ maxConnections: 1 });
    await adasWay({ maxConnections: 1 });
    server.follow(({ step }) => (step === 'rcpt' ? { delayMs: 50 } : undefined));
    const requests = await mentions(100);
    await sent(requests, 5);
    await sent([await adasMail()]);
    expect((await rowsOf(requests)).some(({ state }) => state === 'queued')).toBe(true);
    server.follow(() => undefined);
    await sent(requests);
  });
});
