import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  NotificationAcceptedV1,
  NotificationRejectedV1,
  PublisherDocument,
  SubscriptionBegunV1,
  SubscriptionResumedV1,
  type DirectoryUser,
} from '@replyline/contracts';
import { readMessage } from '@replyline/mail/reading';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;

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
});

const person = (locale = 'en') => around.user(`p${randomUUID().slice(0, 8)}`, { locale });

const TOMORROW = { notBefore: new Date(Date.now() + 86_400_000).toISOString() };

const happened = (
  recipient: { userId: string } | { address: string },
  topic = 'orders.shipped',
  more: { notBefore?: string } = {},
): Promise<Request> =>
  around.request(
    {
      ...more,
      kind: 'event',
      recipients: [recipient],
      variables: { topic, title: 'Order 7 is shipped', text: 'It left.' },
    },
    { source: '/services/shop' },
  );

const settled = (request: Request): Promise<Row> =>
  until(
    async () =>
      (await replica.deliveries(request)).find(({ state }) => ['sent', 'skipped', 'rejected'].includes(state)),
    { what: 'a delivery that is settled' },
  );

const inState = (request: Request, state: string): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find((row) => row.state === state), { what: state });

const mailOf = ({ message_id: id }: Row): string => server.messages().find((it) => it.includes(`Message-ID: <${id}>`))!;

/** The header fields of a mail as it arrived, unfolded. */
const fieldsOf = (row: Row): string[] => {
  const message = mailOf(row);
  return message
    .slice(0, message.indexOf('\r\n\r\n'))
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n');
};

const field = (row: Row, name: string): string | undefined =>
  fieldsOf(row)
    .find((it) => it.toLowerCase().startsWith(`${name.toLowerCase()}: `))
    ?.slice(name.length + 2);

function linkOf(row: Row): string {
  const url = new URL(/^<(.+)>$/.exec(field(row, 'List-Unsubscribe')!)![1]!);
  expect(url.origin).toBe('https://mail.example');
  return url.pathname;
}

/** What a mail program does when its user presses "Unsubscribe". */
async function oneClick(row: Row): Promise<void> {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = field(row, 'List-Unsubscribe-Post')!;
  expect((await replica.fetch(linkOf(row), { method: 'POST', headers, body })).status).toBe(200);
}

async function undo(row: Row): Promise<void> {
  expect((await replica.fetch(`${linkOf(row)}/undo`, { method: 'POST' })).status).toBe(200);
}

const shown = async (row: Row): Promise<string> => (await replica.fetch(linkOf(row), {})).text();

/** He chose the topic in config just now, and outbound-mail has heard of it. */
async function begins({ id: userId }: DirectoryUser): Promise<void> {
  const at = new Date(Date.now() + 60_000).toISOString();
  const event = SubscriptionBegunV1.make({ userId, topics: ['orders.shipped'], at }, { source: '/services/config' });
  await around.publish(event.type, event);
  await until(async () => {
    const consumer = await around.consumer('CONFIG', 'outbound-mail-lift-unsubscription');
    return consumer.num_pending + consumer.num_ack_pending === 0;
  });
}

const told = async (user: DirectoryUser, topic?: string): Promise<Row> =>
  settled(await happened({ userId: user.id }, topic));

describe('mail about a topic', () => {
  it('says which list it is of, and how to leave it with one click', async () => {
    const row = await told(await person());
    expect(fieldsOf(row)).toEqual(
      expect.arrayContaining([
        'List-ID: <orders.shipped.example.test>',
        expect.stringMatching(/^List-Unsubscribe: <https:\/\/mail\.example\/unsubscribe\/[A-Za-z0-9_-]{44}>$/),
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    );
  });

  it.each([
    ['en', 'Unsubscribe here'],
    ['de', 'Hier abbestellen'],
    ['fr', 'Se désabonner ici'],
    ['es', 'Cancelar la suscripción aquí'],
    ['ja', '配信停止はこちら'],
    ['ar', 'إلغاء الاشتراك من هنا'],
  ])('ends with a link to leave it, for people, in %s', async (locale, label) => {
    const row = await told(await person(locale));
    const url = field(row, 'List-Unsubscribe')!.slice(1, -1);
    const { text, html } = await readMessage(Buffer.from(mailOf(row)));
    expect(text!.trimEnd().split(/\r?\n/).slice(-2)).toEqual([
      expect.stringContaining(label),
      expect.stringContaining(url),
    ]);
    expect(html).toMatch(new RegExp(`<a class="dim" href="${url}"[^>]*>${label}</a></td></tr>\\s*</table>`));
  });

  it('gives that link to nobody but its reader', async () => {
    const row = await told(await person());
    const token = field(row, 'List-Unsubscribe')!.slice(1, -1).split('/').at(-1)!;
    const accepted = await until(async () =>
      (await around.streamed(NotificationAcceptedV1)).find(({ data }) => data.deliveryId === row.id),
    );
    expect(accepted.data.text).toContain('Unsubscribe here');
    expect(accepted.data.text).not.toContain(token);
  });

  it('is skipped for whoever left, and its publisher learns of it', async () => {
    const user = await person();
    await oneClick(await told(user));
    const row = await told(user);
    expect(row).toMatchObject({ state: 'skipped', code: 'recipient.unsubscribed', attempts: 0 });
    const rejected = await until(async () =>
      (await around.streamed(NotificationRejectedV1)).find(({ data }) => data.deliveryId === row.id),
    );
    expect(rejected.data.code).toBe('recipient.unsubscribed');
  });

  it('is skipped at his bare address too, and what waits for it, until he undoes it', async () => {
    const user = await person();
    const bare = { address: user.address.toUpperCase() };
    const waiting = await happened(bare, 'orders.shipped', TOMORROW);
    await until(async () => (await replica.deliveries(waiting)).length > 0, { what: 'what waits' });
    const left = await told(user);
    await oneClick(left);
    expect(await settled(waiting)).toMatchObject({ state: 'skipped' });
    expect(await settled(await happened(bare))).toMatchObject({ state: 'skipped', code: 'recipient.unsubscribed' });
    await undo(left);
    expect(await settled(await happened(bare))).toMatchObject({ state: 'sent' });
  });

  it('is skipped at the bare address that his last click was for', async () => {
    const user = await person();
    const bare = { address: user.address };
    const left = await told(user);
    await oneClick(left);
    await replica.db.query(`UPDATE unsubscription SET address = NULL WHERE recipient = $1`, [user.id]);
    expect(await settled(await happened(bare))).toMatchObject({ state: 'sent' });
    await oneClick(left);
    expect(await settled(await happened(bare))).toMatchObject({ state: 'skipped' });
  });

  it.each([
    ['a mail to his bare address, where he left by one to him', 1],
    ['a mail to him, where he left by one to his bare address', 0],
  ])('goes to him again, however he is named, by the link of %s', async (_what, at) => {
    const user = await person();
    const names = [{ userId: user.id }, { address: user.address }];
    const mails = await Promise.all(names.map(async (name) => settled(await happened(name))));
    const [mine, other] = [mails[at]!, mails[1 - at]!];
    expect(await shown(mine)).toContain('Unsubscribe?');
    await oneClick(other);
    expect(await shown(mine)).toContain('You are unsubscribed');
    await undo(mine);
    expect(await shown(mine)).toContain('Unsubscribe?');
    for (const name of names) expect(await settled(await happened(name))).toMatchObject({ state: 'sent' });
  });

  it('config hears of it too when the link of a mail to his bare address brings him back', async () => {
    const user = await person();
    const bare = await settled(await happened({ address: user.address }));
    await oneClick(await told(user));
    await undo(bare);
    await until(async () => (await around.streamed(SubscriptionResumedV1)).some(({ data }) => data.userId === user.id));
  });

  it('goes to whoever subscribes in config again, and to his bare address', async () => {
    const user = await person();
    await oneClick(await told(user));
    await begins(user);
    expect(await told(user)).toMatchObject({ state: 'sent' });
    expect(await settled(await happened({ address: user.address }))).toMatchObject({ state: 'sent' });
  });

  it('goes to the bare address of whoever subscribes in config, also where somebody left who had it before', async () => {
    const user = await person();
    await oneClick(await told(user));
    const heir = await around.user(`h${randomUUID().slice(0, 8)}`, { address: user.address });
    await begins(heir);
    expect(await settled(await happened({ address: user.address }))).toMatchObject({ state: 'sent' });
    expect(await told(user)).toMatchObject({ state: 'skipped' });
  });

  it('goes to whoever has the address of somebody who left', async () => {
    const user = await person();
    await oneClick(await told(user));
    const heir = await around.user('heir', { address: user.address });
    expect(await told(heir)).toMatchObject({ state: 'sent' });
  });

  it('goes on for everybody else, about everything else, and for what is no topic at all', async () => {
    const [user, other] = [await person(), await person()];
    await oneClick(await told(user));
    expect(await told(other)).toMatchObject({ state: 'sent' });
    expect(await told(user, 'orders.returned')).toMatchObject({ state: 'sent' });
    expect(await settled(await around.mention(user))).toMatchObject({ state: 'sent' });
  });

  it('is skipped also when it waits already', async () => {
    const user = await person();
    const row = await told(user);
    const topics = ['orders.shipped', 'orders.returned'] as const;
    const waiting = await Promise.all(topics.map((topic) => happened({ userId: user.id }, topic, TOMORROW)));
    const all = async () => (await Promise.all(waiting.map((it) => replica.deliveries(it)))).flat();
    await until(async () => (await all()).length === 2, { what: 'both to be accepted' });
    await oneClick(row);
    expect((await all()).map(({ state, code }) => [state, code])).toEqual([
      ['skipped', 'recipient.unsubscribed'],
      ['scheduled', null],
    ]);
  });

  it('is skipped also when it was just being handed over, and is to be tried again', async () => {
    const user = await person();
    const row = await told(user);
    server.follow(({ step }) => (step === 'message' ? { delayMs: 1_000, reply: '451 4.3.0 Try later' } : undefined));
    const request = await happened({ userId: user.id });
    await inState(request, 'handing_over');
    await oneClick(row);
    const { id } = await inState(request, 'deferred');
    server.follow(() => undefined);
    await replica.db.query(`UPDATE delivery SET next_attempt_at = now() WHERE id = $1`, [id]);
    expect(await settled(request)).toMatchObject({ id, state: 'skipped', code: 'recipient.unsubscribed', attempts: 1 });
    const refusals = (await around.streamed(NotificationRejectedV1)).filter(({ data }) => data.deliveryId === id);
    expect(refusals).toMatchObject([{ data: { code: 'recipient.unsubscribed' } }]);
  });

  it('is skipped also for an address that no directory knows, however it is written', async () => {
    const address = `Reader-${randomUUID().slice(0, 8)}@example.test`;
    await oneClick(await settled(await happened({ address })));
    expect(await settled(await happened({ address: address.toLowerCase() }))).toMatchObject({ state: 'skipped' });
  });

  it('is sent again after the link was used to undo it', async () => {
    const user = await person();
    const row = await told(user);
    await oneClick(row);
    const { pathname } = new URL(field(row, 'List-Unsubscribe')!.slice(1, -1));
    await replica.fetch(`${pathname}/undo`, { method: 'POST' });
    expect(await told(user)).toMatchObject({ state: 'sent' });
  });
});

it('mail that is about somebody’s own work has none of it', async () => {
  const row = await settled(await around.mention(await person()));
  expect(mailOf(row)).not.toMatch(/unsubscribe/i);
  expect(fieldsOf(row).filter((it) => /^list-/i.test(it))).toEqual([]);
});
