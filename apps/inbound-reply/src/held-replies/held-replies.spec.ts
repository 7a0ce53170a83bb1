import { ReplyHeldV1, ReplyNotedV1, ReplyReceivedV1 } from '@replyline/contracts';
import { mintReviewToken } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer, quoted, type Answer } from '../testing/an-answer.js';
import { intentKeys, type ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here));
  await service.configure({ senderProof: { kind: 'authentication-results', authservId: 'mx.example.test' } });
});

beforeEach(() => service.aDayPasses());

const receivedFor = async ({ conversationId }: Sent) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

const heldFor = ({ conversationId }: Sent) =>
  until(async () => (await service.committed(ReplyHeldV1)).find(({ data }) => data.conversationId === conversationId));

/** A reply that waits for alice, and the path of the link that she was sent. */
async function aHeldReply(answer: Answer = {}): Promise<{ sent: Sent; path: string; link: string }> {
  const sent = await service.announced();
  await deliver(anAnswer(sent.token, answer));
  const { data } = await heldFor(sent);
  const path = `/held-replies/${data.heldReplyId}`;
  return { sent, path, link: `${path}?token=${mintReviewToken(data.heldReplyId, intentKeys)}` };
}

/** Where a link of a page leads a browser that shows it below a path of its own, and that proxy then the service. */
const followed = (link: string, from: string): string => {
  const { pathname, search } = new URL(link.replaceAll('&amp;', '&'), `https://example.test/mail${from}`);
  expect(pathname).toMatch(/^\/mail\//);
  return pathname.slice('/mail'.length) + search;
};

const page = async (path: string, method = 'GET', accept = '*/*') => {
  const response = await fetch(service.url + path, { method, headers: { accept } });
  return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('a reply whose writer is not proven', () => {
  it.each<[string, string, Answer]>([
    ['sender-not-proven', 'nothing proves From', {}],
    ['sender-not-on-record', 'From is somebody else', { from: 'mallory@example.test' }],
    ['sender-not-on-record', 'there are two Froms', { fields: 'From: mallory@example.test\r\n' }],
    ['sender-not-on-record', 'From names two people', { from: 'alice@example.test, mallory@example.test' }],
    [
      'sender-not-proven',
      'a foreign server proves it',
      { fields: 'Authentication-Results: evil.test; dmarc=pass header.from=example.test\r\n' },
    ],
    [
      'sender-not-proven',
      'DMARC failed',
      { fields: 'Authentication-Results: mx.example.test; dmarc=fail header.from=example.test\r\n' },
    ],
  ])('is held as %s because %s', async (reason, _why, answer) => {
    const { sent } = await aHeldReply(answer);
    expect((await heldFor(sent)).data).toMatchObject({ userId: service.alice, reason });
    expect(await receivedFor(sent)).toEqual([]);
  });

  it('is received at once where the trusted server proves it', async () => {
    const sent = await service.announced();
    const fields = 'Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n';
    await deliver(anAnswer(sent.token, { fields }));
    await until(async () => (await receivedFor(sent))[0]);
  });

  it('is held once however often the mail arrives', async () => {
    const { sent } = await aHeldReply({ messageId: 'held-twice@example.test' });
    await deliver(anAnswer(sent.token, { messageId: 'held-twice@example.test' }));
    await until(async () => (await service.mails(({ decidedBy }) => decidedBy === 'duplicate')).length === 1);
    const held = (await service.committed(ReplyHeldV1)).filter(
      ({ data }) => data.conversationId === sent.conversationId,
    );
    expect(held).toHaveLength(1);
  });
});

describe('a held reply that its owner posts', () => {
  it('comes with what else stood in its mail', async () => {
    const { sent, link } = await aHeldReply({ text: 'Held and signed.\n\n-- \nAlice' });
    await page(link, 'POST');
    const { data } = await until(async () => (await receivedFor(sent))[0]);
    expect(data).toMatchObject({ text: 'Held and signed.', elided: '--\nAlice' });
  });
});

describe('the page of a held reply', () => {
  it('shows an answer between the lines as it will be posted: each piece below what it answers', async () => {
    const text = `Some words first.${quoted('Shall we meet at noon?')}\n\nAt <one>, rather.`;
    const { sent, link } = await aHeldReply({ text });
    const { text: html } = await page(link);
    await page(link, 'POST');
    const { data } = await until(async () => (await receivedFor(sent))[0]);
    expect(data.answers?.length).toBe(2);
    const answer = data.answers!.find((it) => it.quoted !== '')!;
    expect(answer).toMatchObject({ quoted: expect.stringContaining('noon?'), text: 'At <one>, rather.' });
    expect(html).toMatch(/noon\?<\/blockquote><pre dir="auto">At &lt;one&gt;, rather\.<\/pre>/);
  });

  it('shows what else stood in its mail, folded', async () => {
    const { link } = await aHeldReply({ text: 'Signed.\n\n-- \nAlice <b>' });
    const { text } = await page(link);
    expect(text).toContain('Signed.</pre><details><summary>');
    expect(text).toContain('<pre dir="auto">--\nAlice &lt;b&gt;</pre></details>');
  });

  it('shows no such thing where there is none', async () => {
    const { link } = await aHeldReply({ text: 'Alone.' });
    expect((await page(link)).text).not.toMatch(/<details>|<blockquote/);
  });
});

describe('of several held replies to one mail', () => {
  const verdictOn = (messageId: string): Promise<Mail> =>
    until(async () => (await service.mails((it) => it.messageId === messageId && it.state === 'processed'))[0]);

  it('one is asked about, and its page leads to the others, also after it was decided', async () => {
    const { sent, link } = await aHeldReply({ text: 'First.' });
    await deliver(anAnswer(sent.token, { messageId: 'held-second@example.test', text: 'Second.' }));
    expect(await verdictOn('held-second@example.test')).toMatchObject({
      outcome: 'hold',
      verdict: { untold: 'asked-already' },
    });
    expect((await page(link)).text).toContain('Other answers to the same mail');
    const [, to] = /<a href="([^"]+)">/.exec((await page(link, 'POST')).text)!;
    const other = followed(to!, link);
    expect((await page(other)).text).toContain('Second.</pre>');
    await page(other, 'POST');
    expect((await receivedFor(sent)).map(({ data }) => data.text)).toEqual(['First.', 'Second.']);
    expect((await page(link)).text).not.toContain('Other answers');
  });

  it('the page after one is discarded leads to the others', async () => {
    const { sent, path, link } = await aHeldReply({ text: 'First.' });
    await deliver(anAnswer(sent.token, { messageId: 'held-beside@example.test', text: 'Second.' }));
    await verdictOn('held-beside@example.test');
    const [, discard] = /action="([^"]+)"><button>No/.exec((await page(link)).text)!;
    const { text } = await page(followed(discard!, link), 'POST');
    const [, to] = /<a href="([^"]+)">/.exec(text)!;
    expect((await page(followed(to!, `${path}/discard`))).text).toContain('Second.</pre>');
  });

  it('the next one is asked about when the first is decided', async () => {
    const { sent, link } = await aHeldReply();
    await page(link, 'POST');
    await deliver(anAnswer(sent.token, { messageId: 'held-later@example.test' }));
    expect((await verdictOn('held-later@example.test')).verdict).not.toHaveProperty('untold');
    const asked = (await service.committed(ReplyHeldV1)).filter(
      ({ data }) => data.conversationId === sent.conversationId,
    );
    expect(asked).toHaveLength(2);
  });
});

describe('the page of a held reply', () => {
  it('shows the reply, harmless, and does nothing however often it is opened', async () => {
    const { sent, link } = await aHeldReply({ text: '<script>alert("x")</script> & <b>bold</b>' });
    const shown = await page(link);
    await page(link);
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<p>It says that it is from <bdi dir="ltr">alice@example.test</bdi>.</p>');
    expect(shown.text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; &lt;b&gt;bold&lt;/b&gt;');
    expect(shown.text).toContain('Bob mentioned you in Lunch');
    expect(shown.text).not.toContain('<script');
    expect(shown.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^;]+; form-action 'self';/,
    );
    expect(shown.headers.get('cache-control')).toBe('no-store');
    expect(shown.headers.get('x-robots-tag')).toMatch(/noindex/);
    expect(shown.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await receivedFor(sent)).toEqual([]);
  });

  it('posts the reply once, and says so the second time', async () => {
    const { sent, link } = await aHeldReply({ text: 'It is me.' });
    const [first, second] = await Promise.all([page(link, 'POST'), page(link, 'POST')]);
    const third = await page(link, 'POST');
    expect([first.text, second.text].filter((text) => text.includes('Already decided'))).toHaveLength(1);
    expect(third.text).toContain('Already decided');
    expect((await receivedFor(sent)).map(({ data }) => data)).toMatchObject([
      { userId: service.alice, text: 'It is me.' },
    ]);
    expect((await page(link)).text).toContain('This reply is posted');
    const noted = (await service.committed(ReplyNotedV1)).filter(({ data }) => data.deliveryId === sent.deliveryId);
    expect(noted.map(({ data }) => data.outcome)).toEqual(['held', 'received']);
  });

  it('posts with the form that it shows', async () => {
    const { sent, link } = await aHeldReply();
    const action = /action="([^"]+)"><button>Yes/.exec((await page(link)).text)![1]!;
    await page(followed(action, link), 'POST');
    expect(await receivedFor(sent)).toHaveLength(1);
  });

  it('does not post again what arrived with proof meanwhile', async () => {
    const { sent, link } = await aHeldReply({ messageId: 'proven-later@example.test' });
    const fields = 'Authentication-Results: mx.example.test; dmarc=pass header.from=example.test\r\n';
    await deliver(anAnswer(sent.token, { messageId: 'proven-later@example.test', fields }));
    await until(async () => (await receivedFor(sent)).length === 1);
    await page(link, 'POST');
    expect(await receivedFor(sent)).toHaveLength(1);
  });

  it('changes nothing by GET or HEAD, on neither address', async () => {
    const { sent, path, link } = await aHeldReply();
    const query = link.slice(path.length);
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      await page(link, method);
      await page(`${path}/discard${query}`, method);
    }
    expect((await page(link)).text).toContain('Yes, post it');
    await page(link, 'POST');
    expect(await receivedFor(sent)).toHaveLength(1);
  });

  it('has run out after thirty days: it shows nothing more, and posts and discards nothing', async () => {
    const { sent, path, link } = await aHeldReply({ text: 'Too late.' });
    await service.db.query(`UPDATE held_reply SET held_at = held_at - interval '30 days' WHERE id = $1`, [
      path.split('/').at(-1),
    ]);
    for (const [at, method] of [
      [link, 'GET'],
      [link, 'POST'],
      [link.replace('?', '/discard?'), 'POST'],
    ] as const) {
      const { status, text } = await page(at, method);
      expect([status, text]).toEqual([200, expect.stringContaining('This link has run out')]);
      expect(text).not.toContain('Too late.');
    }
    expect(await receivedFor(sent)).toEqual([]);
  });

  it('has run out when its owner is gone: the page does not say that it posted what nobody would post', async () => {
    const { sent, link } = await aHeldReply({ text: 'From who is gone.' });
    await service.leaves();
    await until(async () => (await page(link)).text.includes('This link has run out'), { what: 'the end of the link' });
    expect((await page(link, 'POST')).text).toContain('This link has run out');
    expect((await page(link.replace('?', '/discard?'), 'POST')).text).toContain('This link has run out');
    expect(await receivedFor(sent)).toEqual([]);
    const mail = (await service.mails()).find((it) => it.answers?.conversationId === sent.conversationId);
    expect(mail?.held?.standing).toBe('run-out');
    await service.speaks('en');
    await until(async () => (await page(link)).text.includes('Yes, post it'), { what: 'the page of who is back' });
  });

  it('is asked about again by mail when the link to an earlier one has run out', async () => {
    const { sent, path } = await aHeldReply();
    await service.db.query(
      `UPDATE held_reply SET held_at = held_at - interval '30 days', asked_at = asked_at - interval '30 days' WHERE id = $1`,
      [path.split('/').at(-1)],
    );
    await deliver(anAnswer(sent.token));
    await until(async () => {
      const asked = await service.committed(ReplyHeldV1);
      return asked.filter(({ data }) => data.conversationId === sent.conversationId).length === 2;
    });
  });

  it.each<[string, string, string, string]>([
    ['de-AT', 'de', 'ltr', 'Ist diese Antwort von Ihnen?'],
    ['fr', 'fr', 'ltr', 'Oui, la publier'],
    ['es', 'es', 'ltr', 'No, descartarla'],
    ['ja', 'ja', 'ltr', 'この返信はご本人のものですか'],
    ['ar', 'ar', 'rtl', 'هل هذا الرد منك؟'],
    ['fi', 'en', 'ltr', 'Is this reply yours?'],
  ])('speaks the language of its owner: %s', async (locale, language, direction, words) => {
    const { link } = await aHeldReply();
    await service.speaks(locale);
    const { text } = await until(async () => {
      const shown = await page(link);
      return shown.text.includes(`<html lang="${language}" dir="${direction}">`) ? shown : undefined;
    });
    expect(text).toContain(words);
    const { text: discarded } = await page(link.replace('?', '/discard?'), 'POST');
    expect(discarded).toContain(`<html lang="${language}"`);
    await service.speaks('en');
  });

  it('discards it, after which it cannot be posted', async () => {
    const { sent, link } = await aHeldReply();
    const [path, query] = link.split('?');
    expect((await page(`${path}/discard?${query}`, 'POST')).text).toContain('was discarded');
    expect((await page(link, 'POST')).text).toContain('was discarded');
    expect(await receivedFor(sent)).toEqual([]);
  });

  it.each([
    ['a wrong token', (path: string) => `${path}?token=1.AAAAAAAAAAAAAAAAAAAAAA`, 404],
    ['no token', (path: string) => path, 400],
  ])('is not there with %s', async (_name, linkOf, status) => {
    const { sent, path } = await aHeldReply();
    expect((await page(linkOf(path))).status).toBe(status);
    expect((await page(linkOf(path), 'POST')).status).toBe(status);
    expect(await receivedFor(sent)).toEqual([]);
  });

  const BROWSER = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

  it.each([
    ['its token', (link: string) => link.replace(/\?.*/, ''), 400],
    ['half of its token', (link: string) => link.slice(0, -8), 404],
    ['the end of its id', (link: string) => link.replace(/.{4}\?.*/, ''), 400],
  ])('says to a person that the link is not complete without %s', async (_name, cut, status) => {
    const { link } = await aHeldReply();
    const shown = await page(cut(link), 'GET', BROWSER);
    expect([shown.status, shown.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(shown.text).toContain('This link is not complete');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    const problem = await page(cut(link));
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      status,
      'application/problem+json; charset=utf-8',
    ]);
  });
});
