import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SubscriptionBegunV1, SubscriptionEndedV1, SubscriptionResumedV1 } from '@replyline/contracts';
import { mintUnsubscribeToken, parseIntentKeys } from '@replyline/intent';
import { startScriptedSmtp } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { Replica, Surroundings, type Row } from '../testing/service-under-test.js';

const here = world();
let around: Surroundings;
let replica: Replica;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  await around.profile(server.port);
  replica = await Replica.start(around, { LOG_LEVEL: 'info' });
  here.onEnd(() => replica.stop());
});

const sent = async (locale = 'en'): Promise<Row> => {
  const request = await around.mention(await around.user(`p${randomUUID().slice(0, 8)}`, { locale }));
  return until(async () => (await replica.deliveries(request)).find(({ state }) => state === 'sent'), {
    what: 'a mail that was sent',
  });
};

const tokenOf = ({ id }: { id: string }) => mintUnsubscribeToken(id, around.intentKeys);

/** The path of the link in a mail about a topic. */
async function link(topic = 'orders.shipped', locale = 'en'): Promise<string> {
  const row = await sent(locale);
  const list = JSON.stringify({ list: { topic, id: `${topic}.example.test` } });
  await replica.db.query(`UPDATE delivery SET mail = mail || $2::jsonb WHERE id = $1`, [row.id, list]);
  return `/unsubscribe/${tokenOf(row)}`;
}

const rows = async (): Promise<number> => (await replica.db.query(`SELECT 1 FROM unsubscription`)).length;

const LIFT = 'outbound-mail-lift-unsubscription';
const FORM = 'application/x-www-form-urlencoded';
const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
/** What a mail program sends (RFC 8058 §3.2). */
const ONE_CLICK = { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': FORM } };

async function ask(path: string, request: RequestInit = {}) {
  const response = await replica.fetch(path, request);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

describe('a link to unsubscribe', () => {
  it('asks, and changes nothing however often it is opened', async () => {
    const [path, before] = [await link('orders.shipped'), await rows()];
    const shown = await ask(path, { headers: { accept: BROWSER } });
    await ask(path);
    await ask(path, { method: 'HEAD' });
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<bdi>orders.shipped</bdi>');
    expect(shown.text).toContain('<form method="post"><button>');
    expect(await rows()).toBe(before);
  });

  it('is a page that nothing runs on, nobody keeps and nobody learns of', async () => {
    const { headers } = await ask(await link());
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;]+; form-action 'self';/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('x-robots-tag')).toMatch(/noindex/);
  });

  it.each<[string, RequestInit]>([
    ['the form of a mail program', ONE_CLICK],
    ['a form with parts', { method: 'POST', body: formData() }],
    ['the button of the page', { method: 'POST', headers: { 'content-type': FORM } }],
  ])('unsubscribes with %s, without a session, once', async (_what, request) => {
    const [path, before] = [await link(), await rows()];
    for (let time = 0; time < 2; time += 1) {
      const answer = await ask(path, request);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('You are unsubscribed');
    }
    expect(await rows()).toBe(before + 1);
    expect((await ask(path)).text).toContain('You are unsubscribed');
  });

  it('lets whoever pressed by mistake undo it, with the form that the page shows', async () => {
    const [path, before] = [await link(), await rows()];
    const [, action] = /action="([^"]+)"><button>Undo/.exec((await ask(path, ONE_CLICK)).text)!;
    const undone = await ask(new URL(action!, new URL(path, 'https://mail.example')).pathname, { method: 'POST' });
    expect(undone.text).toContain('You are subscribed');
    expect(await rows()).toBe(before);
    expect((await ask(path)).text).toContain('Unsubscribe?');
  });

  it.each<[string, (path: string) => string | Promise<string>, number]>([
    ['that was cut', (path) => path.slice(0, -5), 404],
    ['that is far too long', (path) => path + 'A'.repeat(60), 400],
    ['of a mail that is not there', () => `/unsubscribe/${tokenOf({ id: randomUUID() })}`, 404],
    ['of a mail that is about no topic', async () => `/unsubscribe/${tokenOf(await sent())}`, 404],
    ['that somebody else signed', forged, 404],
  ])('%s leads nowhere, says so, and changes nothing', async (_what, change, status) => {
    const [path, before] = [await change(await link()), await rows()];
    const page = await ask(path, { headers: { accept: BROWSER } });
    expect([page.status, page.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(page.text).toContain('This link is not complete');
    const posted = await ask(path, ONE_CLICK);
    expect([posted.status, posted.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
    expect((await ask(`${path}/undo`, { method: 'POST' })).status).toBe(status);
    expect(await rows()).toBe(before);
  });

  it.each([
    ['de-AT', 'fr', '<html lang="de" dir="ltr">', 'Abbestellen?', 'Sie haben abbestellt', 'Sie haben wieder abonniert'],
    ['ar', 'en', '<html lang="ar" dir="rtl">', 'هل تريد إلغاء الاشتراك؟', 'تم إلغاء اشتراكك', 'تم تجديد اشتراكك'],
    [
      'sv',
      'ja;q=0.5, sv',
      '<html lang="ja" dir="ltr">',
      '配信を停止しますか？',
      '配信を停止しました',
      '配信を再開しました',
    ],
  ])('is a page for a reader of %s whose browser asks for %s', async (locale, asked, html, ...titles) => {
    const path = await link('builds', locale);
    const headers = { 'accept-language': asked };
    const pages = [
      await ask(path, { headers }),
      await ask(path, { method: 'POST', headers }),
      await ask(`${path}/undo`, { method: 'POST', headers }),
    ];
    for (const [at, title] of titles.entries()) {
      expect(pages[at]!.text).toContain(html);
      expect(pages[at]!.text).toContain(`<h1>${title}</h1>`);
    }
  });

  it('that leads nowhere says so as the browser asks', async () => {
    const headers = { accept: BROWSER, 'accept-language': 'zh, es-MX;q=0.8, de;q=0.5' };
    expect((await ask('/unsubscribe/cut', { headers })).text).toContain('<h1>Este enlace no está completo</h1>');
  });

  it('stands in no line of the log', async () => {
    const path = await link();
    await ask(path, ONE_CLICK);
    const log = JSON.stringify(replica.log());
    expect(log).toContain('a recipient unsubscribed');
    expect(log).not.toContain(path.slice('/unsubscribe/'.length));
  });
});

describe('who unsubscribed', () => {
  const list = async (query: string, ...roles: ('server-admin' | 'service' | 'user')[]) =>
    replica.call('GET', `/v1/unsubscriptions?${query}`, await around.token(...roles));
  type Item = { id: string; recipient: string };
  const itemsOf = ({ body }: { body: Readonly<Record<string, unknown>> }) => body['items'] as Item[];

  it('is seen by admins and services, and mail goes to him again when one of them says so', async () => {
    const path = await link('builds.failed');
    await ask(path, ONE_CLICK);
    const [item, ...others] = itemsOf(await list('topic=builds.failed', 'service'));
    expect([item, others]).toEqual([expect.objectContaining({ topic: 'builds.failed' }), []]);
    expect(itemsOf(await list(`recipient=${item!.recipient}&topic=builds.failed`, 'server-admin'))).toEqual([item]);
    expect(itemsOf(await list(`recipient=${item!.recipient}&topic=builds`, 'server-admin'))).toEqual([]);
    const remove = async (role: 'service' | 'user') =>
      (await replica.call('DELETE', `/v1/unsubscriptions/${item!.id}`, await around.token(role))).status;
    expect([await remove('user'), await remove('service'), await remove('service')]).toEqual([403, 204, 404]);
    expect((await ask(path)).text).toContain('Unsubscribe?');
  });

  it('is found by his id, and by the address at which he gets no more of it either', async () => {
    const path = await link('found.twice');
    await ask(path, ONE_CLICK);
    const [{ address, user_id: userId }] = (await replica.db.query(
      `SELECT address, user_id FROM delivery WHERE mail->'list'->>'topic' = 'found.twice'`,
    )) as [{ address: string; user_id: string }];
    for (const name of [userId, address, address.toUpperCase()])
      expect(itemsOf(await list(`recipient=${name}`, 'service'))).toMatchObject([{ recipient: userId }]);
  });

  it('is not for everybody to see', async () => {
    expect((await list('', 'user')).status).toBe(403);
  });

  it('stands on one page of the list and no other', async () => {
    for (let count = 0; count < 3; count += 1) await ask(await link(), ONE_CLICK);
    const whole = itemsOf(await list('', 'service'));
    const paged: Item[] = [];
    for (let next: string | null = ''; next !== null;) {
      const page = await list(`limit=2${next && `&cursor=${next}`}`, 'service');
      paged.push(...itemsOf(page));
      next = page.body['next'] as string | null;
    }
    expect(whole.length).toBeGreaterThan(2);
    expect(paged).toEqual(whole);
  });
});

describe('config', () => {
  const said = async (topic: string) => {
    const [ended, resumed] = [await around.streamed(SubscriptionEndedV1), await around.streamed(SubscriptionResumedV1)];
    return [...ended, ...resumed]
      .filter(({ data }) => data.topic === topic)
      .map(({ type, data }) => ({ type, ...data }));
  };
  const hears = (topic: string, count: number) =>
    until(async () => ((await said(topic)).length >= count ? said(topic) : undefined), { what: `${count} events` });
  const recipientOf = async (topic: string) => {
    const [row]: { recipient: string; unsubscribed_at: Date }[] = await replica.db.query(
      `SELECT recipient, unsubscribed_at FROM unsubscription WHERE topic = $1`,
      [topic],
    );
    return row;
  };

  it('hears of who unsubscribed and when, once, and of who took it back', async () => {
    const path = await link('told.twice');
    for (let time = 0; time < 2; time += 1) await ask(path, ONE_CLICK);
    const { recipient: userId, unsubscribed_at: at } = (await recipientOf('told.twice'))!;
    expect(await hears('told.twice', 1)).toEqual([
      { type: 'subscription.ended.v1', userId, topic: 'told.twice', at: at.toISOString() },
    ]);
    for (let time = 0; time < 2; time += 1) await ask(`${path}/undo`, { method: 'POST' });
    expect(await hears('told.twice', 2)).toMatchObject([
      { type: 'subscription.ended.v1' },
      { type: 'subscription.resumed.v1', userId, topic: 'told.twice' },
    ]);
  });

  it('hears it too when an admin takes it back', async () => {
    await ask(await link('told.admin'), ONE_CLICK);
    const [{ id }] = (await replica.db.query(`SELECT id FROM unsubscription WHERE topic = 'told.admin'`)) as [
      { id: string },
    ];
    await replica.call('DELETE', `/v1/unsubscriptions/${id}`, await around.token('server-admin'));
    expect(await hears('told.admin', 2)).toMatchObject([{}, { type: 'subscription.resumed.v1' }]);
  });

  it.each([
    ['later', 1, false],
    ['at the same moment', 0, true],
    ['before, and is heard of later', -1, true],
  ])('says that he subscribed %s: %d ms', async (_what, laterMs, isGone) => {
    const topic = `begun.${randomUUID().slice(0, 8)}`;
    const path = await link(topic);
    await ask(path, ONE_CLICK);
    const { recipient: userId, unsubscribed_at: at } = (await recipientOf(topic))!;
    const event = SubscriptionBegunV1.make(
      { userId, topics: ['builds', topic], at: new Date(at.getTime() + laterMs).toISOString() },
      { source: '/services/config' },
    );
    await around.publish(event.type, event);
    await until(async () => {
      const { num_pending: waiting, num_ack_pending: inHand } = await around.consumer('CONFIG', LIFT);
      return waiting + inHand === 0;
    });
    expect((await recipientOf(topic)) !== undefined).toBe(isGone);
  });
});

it('forms are taken nowhere else', async () => {
  const { status, text } = await ask(`/v1/deliveries/${randomUUID()}/resend`, ONE_CLICK);
  expect([status, text]).toEqual([400, expect.stringContaining('header.content-type')]);
});

function formData(): FormData {
  const data = new FormData();
  data.set('List-Unsubscribe', 'One-Click');
  return data;
}

/** The right delivery under a key that is not ours. */
function forged(path: string): string {
  const bytes = Buffer.from(path.slice('/unsubscribe/'.length), 'base64url');
  const id = bytes.toString('hex', 1, 17).replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
  return `/unsubscribe/${mintUnsubscribeToken(id, parseIntentKeys(`1:${Buffer.alloc(32, 9).toString('base64url')}`))}`;
}
