import { beforeAll, describe, expect, it } from '@jest/globals';
import { SendingProfileDocument, TrySendingProfileV1, type TestReport } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { readMessage } from '@replyline/mail/reading';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let server: ScriptedSmtp;
let replica: Replica;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

/** Waits no longer than config does: the timeout of the profile, and five seconds. */
async function asked(question: object): Promise<TestReport> {
  const message = await around.nats.request(TrySendingProfileV1.subject, JSON.stringify(question), { timeout: 7_000 });
  return message.json<{ answer: TestReport }>().answer;
}

/**
 * Somebody else has all the connections to the server that there may be, for longer than anybody waits: whoever held
 * one has given it back. Not for longer than a connection cools off at most, which only a clock that went back shows.
 */
async function allInUse(most: number): Promise<void> {
  const take = (): Promise<unknown[]> =>
    replica.db.query(
      `INSERT INTO slot AS s (name, number, free_at)
       SELECT $1, number, now() + interval '9 seconds' FROM generate_series(1, $2::int) number
       ON CONFLICT (name, number) DO UPDATE SET free_at = excluded.free_at WHERE s.owner IS NULL RETURNING 1`,
      [`smtp localhost:${server.port}`, most],
    );
  await until(async () => (await take()).length === most, { what: 'the end of the trial before' });
}

describe('trying a sending profile', () => {
  it('sends a test mail through a sealed draft that nobody has saved', async () => {
    const profile = around.draft(server.port, { user: 'desk' }, 'secret');
    const report = await asked({ profile, recipient: 'admin@example.test' });
    expect(report.outcome).toBe('ok');
    expect(server.accepted().at(-1)).toMatchObject({
      forwardPaths: ['admin@example.test'],
      reversePath: 'desk@example.test',
    });
    expect(server.messages().at(-1)).toContain('This is a test mail');
    expect(report.steps.at(-1)).toMatchObject({
      name: 'accepted',
      remediation: expect.stringContaining('spam folder'),
    });
  });

  it.each([
    ['de', 'Test-E-Mail von Replyline', 'Dies ist eine Test-E-Mail'],
    ['fr-CA', 'Message de test de Replyline', 'Ceci est un message de test'],
    ['es', 'Mensaje de prueba de Replyline', 'Este es un mensaje de prueba'],
    ['ja', 'Replylineからのテストメール', 'これはテストメールです'],
    ['ar', 'رسالة تجريبية من Replyline', 'هذه رسالة تجريبية'],
    ['nl', 'Test mail from Replyline', 'This is a test mail'],
  ])('sends it in the language of whoever reads it: %s', async (locale, subject, lead) => {
    await asked({ profile: around.draft(server.port), recipient: 'admin@example.test', locale });
    const mail = await readMessage(Buffer.from(server.messages().at(-1)!));
    expect(mail.subject).toBe(subject);
    expect(mail.text).toContain(lead);
    expect(mail.html).toContain(lead);
  });

  it('without a recipient sends nothing', async () => {
    const before = server.accepted().length;
    const report = await asked({ profile: around.draft(server.port) });
    expect(report).toMatchObject({ outcome: 'ok' });
    expect(report.steps.find(({ name }) => name === 'recipient')?.outcome).toBe('not checked');
    expect(server.accepted()).toHaveLength(before);
  });

  it('opens no connection more than there may be, and says so', async () => {
    const profile = around.draft(server.port, { host: 'localhost', maxConnections: 2 });
    await allInUse(2);
    let isAsked = false;
    server.follow(() => void (isAsked = true));
    const report = await asked({ profile });
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'tcp',
      code: 'provider.connections_in_use',
    });
    expect(isAsked).toBe(false);
    await replica.db.query(`UPDATE slot SET free_at = now() WHERE owner IS NULL`);
    expect(await asked({ profile })).toMatchObject({ outcome: 'ok' });
    server.follow(() => undefined);
  });

  it('of the built-in server counts its connections too', async () => {
    replica.routeMailTo(server.port, () => 'localhost');
    const settings = { kind: 'built-in', scope: 'system', id: 'system', revision: 1, fromAddress: 'desk@example.test' };
    const profile = SendingProfileDocument.schema.parse({ ...settings, maxConnections: 2, timeoutSeconds: 2 });
    await allInUse(2);
    const report = await asked({ profile, recipient: 'admin@example.test' });
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'tcp',
      code: 'provider.connections_in_use',
    });
    await replica.db.query(`UPDATE slot SET free_at = now() WHERE owner IS NULL`);
    expect(await asked({ profile, recipient: 'admin@example.test' })).toMatchObject({ outcome: 'ok' });
  });

  it('does not open a secret that was sealed for another server', async () => {
    const sealed = around.draft(server.port, { user: 'desk' }, 'secret');
    let isAsked = false;
    server.follow(() => void (isAsked = true));
    const report = await asked({ profile: { ...sealed, host: 'localhost' } });
    expect(report).toMatchObject({ outcome: 'failed', steps: [{ code: 'seal.not_ours' }] });
    expect(isAsked).toBe(false);
    server.follow(() => undefined);
  });

  it('tells the sender that real mail would have, once replies are read', async () => {
    await around.mailbox();
    const report = await asked({ profile: around.draft(server.port), recipient: 'admin@example.test' });
    expect(report.outcome).toBe('ok');
    expect(server.accepted().at(-1)?.reversePath).toMatch(/^replies\+[a-z2-7]{40}@example\.test$/);
  });

  it('tells the sender that somebody chose, and no other', async () => {
    const question = {
      profile: around.draft(server.port),
      recipient: 'admin@example.test',
      reversePath: 'chosen@example.test',
    };
    expect((await asked(question)).outcome).toBe('ok');
    expect(server.accepted().at(-1)?.reversePath).toBe('chosen@example.test');
    server.follow(({ step, argument }) =>
      step === 'mail' && argument.includes('chosen@') ? { reply: '553 5.7.1 Not owned' } : undefined,
    );
    const report = await asked(question);
    server.follow(() => undefined);
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({ code: 'provider.sender_refused' });
  });

  it('shows the address that the profile forces, as real mail does', async () => {
    const forcedFrom = 'robot@example.test';
    const profile = around.draft(server.port, { scope: 'shared', id: 'shared-1', policy: { forcedFrom } });
    expect((await asked({ profile, recipient: 'admin@example.test' })).outcome).toBe('ok');
    expect(server.messages().at(-1)).toContain(`\r\nFrom: ${forcedFrom}\r\n`);
  });

  it.each(['shared', 'user'] as const)(
    'tells the sender that mail of scripts has, also where replies are read: %s',
    async (scope) => {
      await around.mailbox();
      const profile = around.draft(server.port, { scope, id: `${scope}-1` });
      expect((await asked({ profile, recipient: 'admin@example.test' })).outcome).toBe('ok');
      expect(server.accepted().at(-1)?.reversePath).toBe('desk@example.test');
    },
  );

  it('tells that nobody is the sender, where somebody chose that', async () => {
    await around.mailbox();
    const profile = around.draft(server.port);
    expect((await asked({ profile, recipient: 'admin@example.test', reversePath: null })).outcome).toBe('ok');
    expect(server.accepted().at(-1)?.reversePath).toBe('');
    const senders: string[] = [];
    server.follow(({ step, argument }) => (step === 'mail' ? void senders.push(argument) : undefined));
    await asked({ profile, reversePath: null });
    server.follow(() => undefined);
    expect(senders).toEqual([expect.stringMatching(/^(?:FROM:)?<>/)]);
  });

  it('is reported in time, with the step that was slow, also when a slow server refuses the sender', async () => {
    await around.mailbox();
    server.follow(({ step, argument }) => {
      if (step === 'greeting' || step === 'ehlo') return { delayMs: 900 };
      if (step !== 'mail') return undefined;
      return argument.includes('replies+') ? { delayMs: 1_900, reply: '553 5.7.1 Not owned' } : { instead: 'silence' };
    });
    const report = await asked({ profile: around.draft(server.port) });
    server.follow(() => undefined);
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'sender',
      code: 'provider.timeout',
    });
  });
});
