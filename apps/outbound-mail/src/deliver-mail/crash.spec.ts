import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { NotificationSentV1, NotificationUnknownV1, PublisherDocument, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type Behaviour, type ScriptedSmtp, type Step } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { ProcessReplica } from '../testing/process-replica.js';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let survivor: Replica | undefined;
let server: ScriptedSmtp;
let bob: DirectoryUser;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  bob = await around.user('bob');
  await around.profile(server.port);
  await around.put(PublisherDocument, 'monitor', {
    name: 'monitor',
    revision: 1,
    kinds: ['system-health'],
    lanes: ['normal'],
  });
});

beforeEach(() => server.follow(() => undefined));
afterEach(async () => {
  await survivor?.stop();
  survivor = undefined;
});

const acceptances = ({ message_id }: Row) =>
  server.accepted().filter(({ messageId }) => messageId === message_id).length;

/** Kills a process in the middle of a mail, at the moment when the server reaches a step, then lets another one take over. */
async function killedAt(
  step: Step,
  behaviour: Behaviour,
  ask = () => around.mention(bob),
): Promise<{ request: Request; row: Row }> {
  const victim = await ProcessReplica.start(around);
  const reached = new Promise<void>((resolve) =>
    server.follow((moment) => {
      if (moment.step !== step) return undefined;
      resolve();
      return behaviour;
    }),
  );
  const request = await ask();
  await reached;
  await victim.kill9();
  server.follow(() => undefined);
  survivor = await Replica.start(around);
  const row = await settled(request);
  return { request, row };
}

/** Far sooner than the lease of a delivery ends: only a dead owner that is noticed explains it. */
const settled = (request: Request): Promise<Row> =>
  until(
    async () =>
      (await survivor!.deliveries(request)).find(({ state }) =>
        ['sent', 'unknown', 'failed', 'deferred'].includes(state),
      ),
    { what: 'an outcome' },
  );

describe('a process that is killed', () => {
  it.each<[string, Step, Behaviour]>([
    ['while it connects', 'greeting', { instead: 'silence' }],
    ['before the server asks for the message', 'data', { instead: 'silence' }],
  ])('%s leaves mail that is sent, once, by another', async (_when, step, behaviour) => {
    const { row } = await killedAt(step, behaviour);
    expect(row).toMatchObject({ state: 'sent', attempts: 1 });
    expect(acceptances(row)).toBe(1);
  });

  it.each<[string, Behaviour, number]>([
    ['before the server took it', { instead: 'silence' }, 0],
    ['after the server took it', { instead: 'close-after-accepting', delayMs: 200 }, 1],
  ])('after the end of the message, %s, leaves it unknown and never sent twice', async (_when, behaviour, most) => {
    const { row } = await killedAt('message', behaviour);
    expect(row).toMatchObject({ state: 'unknown', code: 'provider.unknown_outcome', attempts: 1 });
    expect(acceptances(row)).toBeLessThanOrEqual(most);
    const events = await until(
      async () => {
        const about = (await around.streamed(NotificationUnknownV1)).filter(({ data }) => data.deliveryId === row.id);
        return about.length > 0 ? about : undefined;
      },
      { what: 'the event' },
    );
    expect(events).toHaveLength(1);
  });

  it('after the end of an alarm leaves it to be sent again: twice is better than never', async () => {
    const alarm = () =>
      around.request(
        {
          kind: 'system-health',
          recipients: [{ userId: bob.id }],
          variables: { title: 'The disk is nearly full', text: '97 %' },
        },
        { source: '/services/monitor' },
      );
    const { row } = await killedAt('message', { instead: 'silence' }, alarm);
    expect(row).toMatchObject({ state: 'deferred', code: 'provider.unknown_outcome', resolution: 'sent again' });
    expect(row.next_attempt_at.getTime()).toBeGreaterThan(Date.now());
  });

  it('is no loss to a process that is asked to stop: it finishes what it has begun', async () => {
    const stopped = await ProcessReplica.start(around);
    const reached = new Promise<void>((resolve) =>
      server.follow(({ step }) => {
        if (step !== 'message') return undefined;
        resolve();
        return { delayMs: 500 };
      }),
    );
    const request = await around.mention(bob);
    await reached;
    expect(await stopped.stop()).toBe(0);
    survivor = await Replica.start(around);
    const row = await settled(request);
    expect(row).toMatchObject({ state: 'sent', attempts: 1 });
    expect(acceptances(row)).toBe(1);
  });

  it('in the middle of many leaves nothing stuck, nothing twice and nothing called sent that was not', async () => {
    const victim = await ProcessReplica.start(around);
    server.follow(({ step }) => (step === 'message' ? { delayMs: 5 } : undefined));
    const requests = await Promise.all(Array.from({ length: 60 }, () => around.mention(bob)));
    await until(() => server.accepted().length > 20, { what: 'some of it on its way' });
    await victim.kill9();
    survivor = await Replica.start(around);
    const rows = await Promise.all(requests.map(settled));
    for (const row of rows) expect(acceptances(row)).toBeLessThanOrEqual(1);
    for (const row of rows.filter(({ state }) => state === 'sent')) expect(acceptances(row)).toBe(1);
    const unknown = rows.filter(({ state }) => state === 'unknown');
    // On ten connections; what the server has taken may still have waited for its outcome to be written, of thirty under way.
    expect(unknown.filter((row) => acceptances(row) === 0).length).toBeLessThanOrEqual(10);
    expect(unknown.length).toBeLessThanOrEqual(30);
    expect(new Set(rows.map(({ state }) => state))).not.toContain('failed');
    const sent = await around.streamed(NotificationSentV1);
    expect(new Set(sent.map(({ data }) => data.deliveryId)).size).toBe(sent.length);
  });
});
