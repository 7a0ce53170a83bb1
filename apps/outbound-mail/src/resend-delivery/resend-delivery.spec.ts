import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { PublisherDocument, type DirectoryUser } from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import type { QueryRunner } from 'typeorm';
import type { NotificationView } from '../show-notification/notification-view.js';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';
import { lockToWithhold } from '../withhold-mail/kept-from.js';

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
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  admin = await around.token('server-admin');
});

beforeEach(() => server.follow(() => undefined));

const TOPIC = 'orders.shipped';
const anEventFor = ({ id: userId }: DirectoryUser): Promise<Request> =>
  around.request(
    {
      kind: 'event',
      recipients: [{ userId }],
      variables: { topic: TOPIC, title: 'Order 7 is shipped', text: 'It left.' },
    },
    { source: '/services/shop' },
  );

const person = () => around.user(`p${randomUUID().slice(0, 8)}`);
const inState = (request: Request, state: string): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find((row) => row.state === state), {
    what: `a delivery ${state}`,
  });
/** Refused, and by nobody's fault that suppresses an address. */
async function failed(request: Promise<Request>): Promise<{ row: Row; request: Request }> {
  server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.7.1 Not today' } : undefined));
  const asked = await request;
  const row = await inState(asked, 'failed');
  server.follow(() => undefined);
  return { row, request: asked };
}

const resend = ({ id }: Row, token = admin) => replica.call('POST', `/v1/deliveries/${id}/resend`, token);
/** Of whom a token (RFC 7519) speaks. */
const idIn = (token: string): unknown =>
  (JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as { sub: unknown }).sub;
const shown = async ({ notification_id: id }: Row) =>
  ((await replica.call('GET', `/v1/notifications/${id}`, admin)).body as unknown as NotificationView).deliveries[0]!;

interface Suppressed {
  readonly reason?: string;
  readonly expires?: string | null;
}

type Statement = readonly [sql: string, values: unknown[]];
const suppressing = (
  { address }: DirectoryUser,
  { reason = 'no-such-mailbox', expires = null }: Suppressed = {},
): Statement => [
  `INSERT INTO suppression (id, address, reason, status_code, delivery_id, created_at, expires_at)
   VALUES ($1, $2, $3, '5.1.1', $1, now(), now() + $4::interval)`,
  [randomUUID(), address.toLowerCase(), reason, expires],
];
const suppress = async (...its: Parameters<typeof suppressing>) => replica.db.query(...suppressing(...its));

const SUPPRESSED = { status: 409, body: { code: 'delivery.recipient_suppressed' } };

describe('a delivery to an address that is suppressed by now', () => {
  it('is not sent again before the suppression is lifted, and the answer says so', async () => {
    const user = await person();
    const { row, request } = await failed(around.mention(user));
    await suppress(user);
    expect(await resend(row)).toMatchObject(SUPPRESSED);
    expect(await inState(request, 'failed')).toMatchObject({ attempts: 1 });
    expect(await shown(row)).toMatchObject({ state: 'failed', resends: [] });

    const { items } = (await replica.call('GET', `/v1/suppressions?address=${user.address}`, admin)).body as {
      items: { id: string }[];
    };
    await replica.call('DELETE', `/v1/suppressions/${items[0]!.id}`, admin);
    expect(await resend(row)).toMatchObject({ status: 202 });
    await inState(request, 'sent');
  });

  it('is sent again when the suppression is over', async () => {
    const user = await person();
    const { row, request } = await failed(around.mention(user));
    await suppress(user, { reason: 'mailbox-full', expires: '-1 second' });
    expect(await resend(row)).toMatchObject({ status: 202 });
    await inState(request, 'sent');
  });

  it('after a complaint is sent again only when nobody can unsubscribe from it', async () => {
    const user = await person();
    const mention = await failed(around.mention(user));
    const event = await failed(anEventFor(user));
    await suppress(user, { reason: 'complaint' });
    expect(await resend(event.row)).toMatchObject(SUPPRESSED);
    expect(await resend(mention.row)).toMatchObject({ status: 202 });
    await inState(mention.request, 'sent');
  });

  it('is not sent again while that is being written down', async () => {
    const user = await person();
    const { row, request } = await failed(around.mention(user));
    const commit = await holding(async ({ manager: tx }) => {
      await tx.query(...suppressing(user));
      await lockToWithhold(tx);
    });
    const answer = resend(row);
    await somebodyWaits('advisory');
    await commit();
    expect(await answer).toMatchObject(SUPPRESSED);
    await inState(request, 'failed');
  });
});

describe('a delivery', () => {
  it('about what its recipient has unsubscribed from is not sent again', async () => {
    const user = await person();
    const { row, request } = await failed(anEventFor(user));
    await replica.db.query(`INSERT INTO unsubscription (id, recipient, topic, delivery_id) VALUES ($1, $2, $3, $4)`, [
      randomUUID(),
      user.id,
      TOPIC,
      row.id,
    ]);
    expect(await resend(row)).toMatchObject({ status: 422, body: { code: 'recipient.unsubscribed' } });
    await inState(request, 'failed');
  });

  it('whose notification is just being taken back is not sent again', async () => {
    const { row, request } = await failed(around.mention(await person()));
    const commit = await holding(({ manager: tx }) =>
      tx.query(`UPDATE notification SET cancelled_at = now(), cancelled_by = 'x' WHERE id = $1`, [row.notification_id]),
    );
    const answer = resend(row);
    await somebodyWaits('transactionid');
    await commit();
    expect(await answer).toMatchObject({ status: 409, body: { code: 'delivery.not_resendable' } });
    await inState(request, 'failed');
  });

  it('says who had it sent again, and when', async () => {
    const { row, request } = await failed(around.mention(await person()));
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.7.1 Not today' } : undefined));
    const [one, other] = [await around.token('server-admin'), await around.token('server-admin')];
    await resend(row, one);
    await until(async () => (await inState(request, 'failed')).attempts === 2, { what: 'another attempt' });
    server.follow(() => undefined);
    await resend(row, other);
    await inState(request, 'sent');
    const askedAt = expect.stringMatching(/^\d{4}-.*Z$/);
    expect((await shown(row)).resends).toEqual([
      { askedAt, askedBy: idIn(one), afterAttempts: 1 },
      { askedAt, askedBy: idIn(other), afterAttempts: 2 },
    ]);
  });

  it('is sent again once, however many ask at the same time', async () => {
    const { row, request } = await failed(around.mention(await person()));
    const answers = await Promise.all(Array.from({ length: 5 }, () => resend(row)));
    expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409, 409, 409]);
    await inState(request, 'sent');
    expect((await shown(row)).resends).toHaveLength(1);
  });
});

const somebodyWaits = (kind: 'advisory' | 'transactionid') =>
  until(
    async () =>
      ((await replica.db.query(`SELECT 1 FROM pg_locks WHERE locktype = $1 AND NOT granted`, [kind])) as unknown[])
        .length,
    { what: 'somebody to wait for the lock' },
  );

/** A transaction that is still open when something else begins. */
async function holding(work: (runner: QueryRunner) => Promise<unknown>): Promise<() => Promise<void>> {
  const runner = replica.db.createQueryRunner();
  await runner.startTransaction();
  await work(runner);
  return async () => {
    await runner.commitTransaction();
    await runner.release();
  };
}
