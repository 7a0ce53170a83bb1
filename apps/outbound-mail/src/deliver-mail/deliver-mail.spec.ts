import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  NotificationAcceptedV1,
  NotificationDeferredV1,
  NotificationExpiredV1,
  NotificationFailedV1,
  NotificationRejectedV1,
  NotificationSentV1,
  NotificationUnknownV1,
  type DirectoryUser,
  type EventContract,
  type EventOf,
} from '@replyline/contracts';
import { freePorts, startScriptedSmtp, type Behaviour, type ScriptedSmtp, type Step } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { aMention, Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;
let eve: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  [bob, eve] = [await around.user('bob'), await around.user('eve')];
  await around.profile(server.port);
  await around.mailbox();
  replica = await Replica.start(around, { LOG_LEVEL: 'info' });
  here.onEnd(() => replica.stop());
});

beforeEach(() => server.follow(() => undefined));

const inState = (request: Request, state: string): Promise<Row[]> =>
  until(
    async () => {
      const rows = await replica.deliveries(request);
      return rows.length > 0 && rows.every((row) => row.state === state) ? rows : undefined;
    },
    { what: `every delivery ${state}` },
  );

const eventAbout = <C extends EventContract<never>>(contract: C, { id }: Row): Promise<EventOf<C>> =>
  until(
    async () => {
      const events = await around.streamed(contract);
      return events.find(({ data }) => (data as { deliveryId?: string }).deliveryId === id);
    },
    { what: contract.type },
  );

const settledLine = ({ id }: Row): Promise<Record<string, unknown>> =>
  until(() => replica.log().find(({ msg, delivery }) => msg === 'delivery settled' && delivery === id), {
    what: 'a line about the delivery',
  });

const acceptances = ({ message_id }: Row) =>
  server.accepted().filter(({ messageId }) => messageId === message_id).length;
const only = (rows: readonly Row[]): Row => {
  expect(rows).toHaveLength(1);
  return rows[0]!;
};
const at = (step: Step, behaviour: Behaviour) =>
  server.follow((moment) => (moment.step === step ? behaviour : undefined));

describe('an accepted notification', () => {
  it('is one mail per person, and everybody learns of it', async () => {
    const request = await around.mention(bob, eve, bob);
    const rows = await inState(request, 'sent');
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(acceptances(row)).toBe(1);
      const { data } = await eventAbout(NotificationSentV1, row);
      expect(data).toMatchObject({ attempt: 1, replyCode: 250, messageId: row.message_id });
      expect((await eventAbout(NotificationAcceptedV1, row)).correlationid).toBe(request.correlationid);
    }
  });

  it.each<[string, Behaviour | undefined, object]>([
    ['sent', undefined, { state: 'sent' }],
    ['failed', { reply: '550 5.1.0 No such user' }, { state: 'failed', code: 'provider.recipient_refused' }],
  ])('that is %s is one line in the log, which names nobody', async (state, behaviour, expected) => {
    if (behaviour) at('rcpt', behaviour);
    const row = only(await inState(await around.mention(bob), state));
    const line = await settledLine(row);
    const ids = { delivery: row.id, notification: expect.stringMatching(/^[0-9a-f-]{36}$/) };
    expect(line).toMatchObject({ level: 'info', ...ids, ...expected, attempt: 1, durationMs: expect.any(Number) });
    expect(JSON.stringify(replica.log())).not.toContain(bob.address);
  });

  it('asked for twice is sent once', async () => {
    const request = await around.mention(bob);
    await around.request(request.data, { id: request.id });
    const marker = await around.mention(bob);
    await inState(marker, 'sent');
    expect(acceptances(only(await inState(request, 'sent')))).toBe(1);
  });

  it('comes back to the reply mailbox, whoever answers', async () => {
    const row = only(await inState(await around.mention(bob), 'sent'));
    const acceptance = server.accepted().find(({ messageId }) => messageId === row.message_id);
    const token = row.message_id.split('@')[0];
    expect(acceptance).toMatchObject({
      reversePath: `replies+${token}@example.test`,
      forwardPaths: ['bob@example.test'],
    });
  });

  it('that reports a rejected reply leaves with the null reverse-path', async () => {
    const request = await around.request({
      kind: 'reply-rejected',
      recipients: [{ userId: bob.id }],
      variables: { reason: 'expired', replyText: 'Yes' },
    });
    const row = only(await inState(request, 'sent'));
    expect(server.accepted().find(({ messageId }) => messageId === row.message_id)?.reversePath).toBe('');
  });
});

describe('a server that takes mail of its own account only', () => {
  it('gets the From address as reverse-path', async () => {
    server.follow(({ step, argument }) =>
      step === 'mail' && argument.includes('replies+')
        ? { reply: '553 5.7.1 Sender address rejected: not owned' }
        : undefined,
    );
    const row = only(await inState(await around.mention(bob), 'sent'));
    const acceptance = server.accepted().find(({ messageId }) => messageId === row.message_id);
    expect(acceptance?.reversePath).toBe('desk@example.test');
    expect(row.attempts).toBe(1);
  });
});

describe('a notification that is refused', () => {
  it.each([
    [
      'for somebody unknown',
      () => around.request(aMention({ ...bob, id: bob.id.replace(/^.{8}/, '00000000') })),
      'recipient.unknown',
    ],
  ])('%s is a row and an event', async (_what, ask, code) => {
    const row = only(await inState(await ask(), 'rejected'));
    expect(row.code).toBe(code);
    expect((await eventAbout(NotificationRejectedV1, row)).data.code).toBe(code);
  });

  it('because of its publisher is refused as a whole', async () => {
    const request = await around.request(aMention(bob), { source: '/services/billing' });
    const refused = await until(
      async () => (await around.streamed(NotificationRejectedV1)).find(({ causationid }) => causationid === request.id),
      { what: 'the refusal' },
    );
    expect(refused.data).toMatchObject({ code: 'policy.publisher_not_allowed' });
    expect(refused.data).not.toHaveProperty('deliveryId');
    expect(await replica.deliveries(request)).toEqual([]);
  });
});

describe('whatever a server says', () => {
  it.each<[string, Step, string, string]>([
    ['a NUL', 'message', '250 2.0.0 Ok \u0000 queued', 'sent'],
    ['a Message-ID with a NUL', 'message', '250 2.0.0 OK <a\u0000@x.prod.outlook.com>', 'sent'],
    ['no reply code', 'message', '2OK', 'sent'],
    ['a character where its words are cut', 'rcpt', `550 5.1.0 ${'no '.repeat(96)}.😀`, 'failed'],
    ['a reply code of many digits', 'rcpt', '5501010101010 Nobody', 'failed'],
  ])('%s is written down', async (_what, step, reply, state) => {
    at(step, { reply });
    await inState(await around.mention(bob), state);
  });
});

describe('an outcome that the database refuses', () => {
  it.each<[string, string, string]>([
    ['message', '250 2.0.0 unwritable', 'sent'],
    ['rcpt', '550 5.1.0 unwritable', 'failed'],
  ])('is written down without the words of the server: after %s', async (step, reply, state) => {
    await replica.db.query(`
      CREATE OR REPLACE FUNCTION refuse_words() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'no such characters' USING ERRCODE = '22P05'; END $$`);
    await replica.db.query(`
      CREATE TRIGGER refuse_words BEFORE INSERT ON attempt
      FOR EACH ROW WHEN (NEW.said LIKE '%unwritable%') EXECUTE FUNCTION refuse_words()`);
    at(step as Step, { reply });
    await inState(await around.mention(bob), state).finally(() =>
      replica.db.query(`DROP TRIGGER refuse_words ON attempt`),
    );
  });
});

describe('a server that does not take the mail', () => {
  it.each<[string, Step, Behaviour, string]>([
    ['asks to try later', 'rcpt', { reply: '450 4.2.0 Greylisted' }, 'provider.try_later'],
    ['hangs up before it has everything', 'data', { instead: 'close' }, 'provider.unavailable'],
    ['asks to try later after the end', 'message', { reply: '451 4.3.0 Later' }, 'provider.try_later'],
    ['refuses the sender', 'mail', { reply: '550 5.1.0 No' }, 'provider.sender_refused'],
  ])('and %s gets it later', async (_what, step, behaviour, code) => {
    at(step, behaviour);
    const row = only(await inState(await around.mention(bob), 'deferred'));
    expect(row).toMatchObject({ code, attempts: 1 });
    expect(row.next_attempt_at.getTime()).toBeGreaterThan(Date.now());
    expect((await eventAbout(NotificationDeferredV1, row)).data).toMatchObject({ code, attempt: 1 });
    expect(acceptances(row)).toBe(0);
  });

  it.each<[string, Step, Behaviour, string]>([
    ['refuses the recipient', 'rcpt', { reply: '550 5.1.0 Nobody' }, 'provider.recipient_refused'],
    ['refuses the content', 'message', { reply: '554 5.6.0 No' }, 'provider.message_refused'],
  ])('and %s never gets it', async (_what, step, behaviour, code) => {
    at(step, behaviour);
    const row = only(await inState(await around.mention(bob), 'failed'));
    expect(row.code).toBe(code);
    expect((await eventAbout(NotificationFailedV1, row)).data).toMatchObject({ code, attempt: 1 });
  });

  it.each<[string, Behaviour, number]>([
    ['took it and hung up', { instead: 'close-after-accepting' }, 1],
    ['hung up after the end', { instead: 'close' }, 0],
    ['never answered the end', { instead: 'silence' }, 0],
  ])('but %s leaves it unknown, and it is not sent again', async (_what, behaviour, times) => {
    at('message', behaviour);
    const row = only(await inState(await around.mention(bob), 'unknown'));
    expect((await eventAbout(NotificationUnknownV1, row)).data.code).toBe('provider.unknown_outcome');
    server.follow(() => undefined);
    await inState(await around.mention(bob), 'sent');
    expect(acceptances(row)).toBe(times);
  });
});

describe('mail that waits', () => {
  const sendBy = async (...settings: Parameters<Surroundings['profile']>) => {
    const profile = await around.profile(...settings);
    await until(() => replica.knows(profile), { what: 'the profile' });
  };

  beforeEach(() => sendBy(server.port));

  it('goes at once when the profile is corrected', async () => {
    const [nobodyThere] = await freePorts(1);
    await sendBy(nobodyThere!);
    const request = await around.mention(bob);
    await inState(request, 'deferred');
    await sendBy(server.port);
    expect(acceptances(only(await inState(request, 'sent')))).toBe(1);
  });

  it('goes with a corrected password', async () => {
    await sendBy(server.port, { user: 'desk' }, 'old');
    server.follow(({ step }) => (step === 'auth' ? { reply: '535 5.7.8 No' } : undefined));
    const request = await around.mention(bob);
    expect(only(await inState(request, 'deferred')).code).toBe('provider.credentials_rejected');
    server.follow(() => undefined);
    await sendBy(server.port, { user: 'desk' }, 'new');
    await inState(request, 'sent');
  });

  it('goes from a corrected address, where the profile forces one', async () => {
    const from = (forcedFrom: string) => sendBy(server.port, { policy: { forcedFrom } });
    const mailsFrom = (address: string) =>
      server.messages().filter((mail) => mail.includes(`\r\nFrom: ${address}\r\n`)).length;
    await from('wrong@example.test');
    at('message', { reply: '550 5.7.60 SMTP; Client does not have permissions to send as this sender' });
    const request = await around.mention(bob);
    expect(only(await inState(request, 'deferred')).code).toBe('provider.sender_refused');
    server.follow(() => undefined);
    await from('right@example.test');
    await inState(request, 'sent');
    expect([mailsFrom('wrong@example.test'), mailsFrom('right@example.test')]).toEqual([0, 1]);
  });

  it('is not sent when its time is over', async () => {
    const [nobodyThere] = await freePorts(1);
    await sendBy(nobodyThere!);
    const request = await around.mention(bob);
    await inState(request, 'deferred');
    await replica.db.query(`UPDATE delivery SET expires_at = now() WHERE message_id = $1`, [
      only(await replica.deliveries(request)).message_id,
    ]);
    const row = only(await inState(request, 'expired'));
    expect((await eventAbout(NotificationExpiredV1, row)).data.code).toBe('delivery.expired');
  });

  it('of the urgent lane goes before bulk', async () => {
    const [nobodyThere] = await freePorts(1);
    await sendBy(nobodyThere!);
    const bulk = await Promise.all(
      Array.from({ length: 30 }, () => around.request({ ...aMention(bob), lane: 'bulk' })),
    );
    for (const request of bulk) await inState(request, 'deferred');
    const urgent = await around.request({ ...aMention(bob), lane: 'urgent' });
    const { message_id } = only(await inState(urgent, 'deferred'));
    const before = server.accepted().length;
    await sendBy(server.port);
    await inState(urgent, 'sent');
    for (const request of bulk) await inState(request, 'sent');
    const order = server
      .accepted()
      .slice(before)
      .map(({ messageId }) => messageId);
    // The first ten go at once; within them order is chance.
    expect(order.indexOf(message_id)).toBeLessThan(10);
  });
});
