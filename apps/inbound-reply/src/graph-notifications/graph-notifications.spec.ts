import { randomUUID } from 'node:crypto';
import { ReplyReceivedV1 } from '@replyline/contracts';
import { freePorts, startMicrosoft, type FakeMicrosoft } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { serviceAlone } from '../testing/service-alone.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';

const here = world();
const ADDRESS = 'replies@contoso.test';
const APP = { tenantId: 'contoso.test', clientId: randomUUID(), clientSecret: 'right', roles: ['Mail.ReadWrite'] };
let fake: FakeMicrosoft;
let service: ServiceUnderTest;
let revision = 0;

beforeAll(async () => {
  fake = await startMicrosoft({ apps: [APP], mailboxes: [ADDRESS, 'one@contoso.test', 'two@contoso.test'] });
  here.onEnd(() => fake.stop());
  const [port] = await freePorts(1);
  service = await serviceAlone(here, {
    PORT: String(port),
    MICROSOFT_BASE_URL: fake.url,
    GRAPH_NOTIFICATION_BASE_URL: `http://127.0.0.1:${port}/`,
  });
  await configured();
  await until(subscription);
});

/** The poll comes after the runner has given up: what is read was announced. */
async function configured(more: object = {}): Promise<void> {
  const settings = {
    ...{ kind: 'microsoft-graph', enabled: true, trackingMode: 'message-id', pollIntervalSeconds: 86_400 },
    ...{ tenantId: APP.tenantId, clientId: APP.clientId, replyToAddress: ADDRESS },
    ...{ senderProof: { kind: 'trust-from' }, revision: ++revision, ...more },
  };
  await service.configureAs(service.sealedMailbox(settings, { clientSecret: 'right' }));
}

interface Row {
  readonly subscription_id: string;
  readonly announced_at: Date | null;
}
const subscription = async (): Promise<Row | undefined> =>
  ((await service.db.query(`SELECT * FROM graph_subscription`)) as Row[])[0];

async function isReceived(): Promise<void> {
  const sent = await service.announced();
  const fields = `In-Reply-To: <${sent.messageId}>\r\n`;
  fake.mailboxes.inboxOf(ADDRESS).deliver(anAnswer('', { to: ADDRESS, fields }));
  const isOfIt = async () =>
    (await service.committed(ReplyReceivedV1)).some(({ data }) => data.conversationId === sent.conversationId);
  await until(isOfIt);
}

const say = (notification: object, query = '') =>
  fetch(`${service.url}/v1/graph-notifications${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(notification),
  });
const stateOf = (id: string) => fake.mailboxes.subscriptions.all.get(id)!.clientState!;

describe('a change notification of Microsoft Graph', () => {
  it('has the mailbox read at once', async () => {
    await isReceived();
  });

  it('is asked for once, however often the settings change', async () => {
    await configured();
    await isReceived();
    expect(fake.mailboxes.subscriptions.all.size).toBe(1);
  });

  it.each([
    ['without the secret', {}],
    ['with another secret', { clientState: 'x' }],
    ['of another subscription', { subscriptionId: randomUUID(), clientState: 'right' }],
  ])('%s is answered as any other, and wakes nobody', async (_what, forged) => {
    const before = (await subscription())!;
    const all = { value: [{ subscriptionId: before.subscription_id, lifecycleEvent: 'missed', ...forged }] };
    expect((await say(all)).status).toBe(202);
    expect(await subscription()).toEqual(before);
  });

  it('that is none is answered as any other', async () => {
    const value = [{ subscriptionId: 'a\0', clientState: 'x' }];
    const answers = await Promise.all([say({}), say({ value: 'x' }), say([]), say({ value })]);
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
  });

  it('of trouble has the subscription renewed', async () => {
    const { subscription_id: id } = (await subscription())!;
    const event = { subscriptionId: id, clientState: stateOf(id), lifecycleEvent: 'reauthorizationRequired' };
    await say({ value: [event] });
    await until(() => fake.mailboxes.subscriptions.renewals.includes(id));
  });

  it('comes by another subscription when Graph has dropped the one there was', async () => {
    const { subscription_id: id } = (await subscription())!;
    const event = { subscriptionId: id, clientState: stateOf(id), lifecycleEvent: 'subscriptionRemoved' };
    fake.mailboxes.subscriptions.all.delete(id);
    await say({ value: [event] });
    await until(async () => (await subscription())!.subscription_id !== id);
    await isReceived();
  });

  it('is asked for although it was refused for another mailbox', async () => {
    let refusals = 0;
    fake.follow(({ step }) =>
      step === 'subscribe' && (refusals += 1) === 1 ? { status: 403, code: 'ErrorAccessDenied' } : undefined,
    );
    await configured({ id: 'one', replyToAddress: 'one@contoso.test' });
    await until(() => refusals === 1);
    await until(() => service.log().some((line) => JSON.stringify(line).includes('does not announce mail')));
    await configured({ id: 'two', replyToAddress: 'two@contoso.test' });
    await until(() => fake.mailboxes.subscriptions.all.size === 2);
    await until(async () => (await service.db.query(`SELECT 1 FROM graph_subscription`)).length === 2);
  });

  it('keeps nothing of its secret but a hash, and says nothing of it', async () => {
    const row = (await subscription())!;
    const said = JSON.stringify([row, service.log()]);
    expect(said).not.toContain(stateOf(row.subscription_id));
  });
});

describe('the question of Graph whether it is wanted', () => {
  it('is answered with its token as plain text, which no browser runs', async () => {
    const token = '<script>alert(1)</script>';
    const answer = await say({}, `?validationToken=${encodeURIComponent(token)}`);
    expect([answer.status, await answer.text()]).toEqual([200, token]);
    expect(answer.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });
});
