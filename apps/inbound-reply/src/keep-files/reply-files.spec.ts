import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { ReplyHeldV1, ReplyReceivedV1, ReplyRejectedV1 } from '@replyline/contracts';
import { mintReviewToken } from '@replyline/intent';
import {
  deliverByLmtp,
  startClamd,
  startDovecot,
  type RunningClamd,
  type RunningDovecot,
} from '@replyline/local-servers';
import { ReplyFileStore } from '@replyline/messaging';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MAILBOX } from '../testing/an-answer.js';
import { anAnswerInParts, aPicture, type AnswerInParts, type PartOf } from '../testing/an-answer-in-parts.js';
import { intentKeys, ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';
import { FindOrphans } from './find-orphans.js';
import { SweepFiles } from './sweep-files.js';

const here = world();
const VIRUS = Buffer.from('this stands for a virus');
const never = new AbortController().signal;
let dovecot: RunningDovecot;
let clamd: RunningClamd;
let service: ServiceUnderTest;
let nats: NatsConnection;

const startScanner = async (port?: number): Promise<void> => {
  const viruses = { 'Made.Up.Virus': VIRUS };
  clamd = await startClamd({ dir: `${here.folder()}/clamd`, viruses, ...(port !== undefined && { port }) });
};

beforeAll(async () => {
  const users = { replies: 'secret' };
  dovecot = await startDovecot({ dir: `${here.folder()}/dovecot`, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  await startScanner();
  here.onEnd(() => clamd.stop());
  const [databaseUrl, { url }] = [await here.freshDatabase(), await here.nats()];
  nats = await connect({ servers: url });
  here.onEnd(() => nats.close());
  const servers = { databaseUrl, natsUrl: url, imapPort: dovecot.ports.imap, password: 'secret' };
  service = await ServiceUnderTest.start(servers, {
    CLAMD: `tcp://127.0.0.1:${clamd.port}`,
    MAX_REPLY_FILES: '3',
    MAX_REPLY_FILE_BYTES: '100000',
    MAX_REPLY_FILES_BYTES: '150000',
  });
  here.onEnd(() => service.stop());
  await service.configure();
});

beforeEach(() => service.aDayPasses());

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const deliver = (message: Buffer): Promise<void> =>
  deliverByLmtp({ port: dovecot.ports.lmtp, reversePath: 'alice@example.test', forwardPaths: [MAILBOX], message });
const stored = (bytes: Buffer): Promise<Buffer | undefined> =>
  service.app.get(ReplyFileStore).read(sha256(bytes), bytes.length, never);

const decided = (messageId: string): Promise<Mail> =>
  until(async () => (await service.mails((it) => it.messageId === messageId && it.state === 'processed'))[0], {
    what: 'a verdict',
  });
const receivedFor = async ({ conversationId }: Sent) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

/** What became of an answer: what is said of it, and what an operator sees. */
async function answered(answer: AnswerInParts) {
  const sent = await service.announced();
  const messageId = `${randomUUID()}@example.test`;
  await deliver(anAnswerInParts(sent.token, { messageId, ...answer }));
  const mail = await decided(messageId);
  const [event] = await receivedFor(sent);
  return { sent, mail, data: event?.data, files: event?.data.files ?? [], leftOut: event?.data.leftOut ?? [] };
}

const text = (name: string, content: string = randomUUID()): PartOf => ({
  name,
  type: 'text/plain',
  content: Buffer.from(content),
});
const picture = (seed: string = randomUUID(), over: Partial<PartOf> = {}): PartOf => ({
  name: `${seed}.png`,
  type: 'image/png',
  content: aPicture(seed),
  disposition: 'inline',
  contentId: `${seed}@client`,
  ...over,
});
const shown = ({ contentId }: PartOf): string => `<img src="cid:${contentId}" alt="x">`;
const reasons = (mail: Mail) => mail.files.map(({ name, fate, reason }) => [name, fate, reason]);

describe('a file of a reply', () => {
  it('lies in the object store, under its hash, when the reply is received', async () => {
    const part = text('Übersicht 2026.txt', 'What we talked about.');
    const { data, files } = await answered({ text: 'See the file.', parts: [part] });
    expect(data!.text).toBe('See the file.');
    const hash = sha256(part.content);
    expect(files).toEqual([
      { name: 'Übersicht 2026.txt', mediaType: 'text/plain', sizeBytes: 21, sha256: hash, object: hash },
    ]);
    expect((await stored(part.content))?.toString()).toBe('What we talked about.');
    expect(data).not.toHaveProperty('leftOut');
  });

  it('that came in two replies lies there once', async () => {
    const part = text('twice.txt');
    const one = await answered({ text: 'One.', parts: [part] });
    const { state: before } = await (await jetstreamManager(nats)).streams.info('OBJ_reply-files');
    const two = await answered({ text: 'Two.', parts: [part] });
    const { state: after } = await (await jetstreamManager(nats)).streams.info('OBJ_reply-files');
    expect([one.files[0]!.object, before.messages]).toEqual([two.files[0]!.object, after.messages]);
  });

  it('that stands twice in one reply is one file', async () => {
    const part = text('same.txt');
    const { files, mail } = await answered({ text: 'Twice.', parts: [part, { ...part, name: 'again.txt' }] });
    expect(files.map(({ name }) => name)).toEqual(['same.txt']);
    expect(reasons(mail)).toEqual([
      ['same.txt', 'kept', undefined],
      ['again.txt', 'dropped', 'twice'],
    ]);
  });

  it('is what its octets say, and not what its sender says', async () => {
    const { files } = await answered({
      text: 'A picture.',
      parts: [{ ...picture('liar'), type: 'text/html', name: 'page.html', disposition: 'attachment' }],
    });
    expect(files).toMatchObject([{ name: 'page.html', mediaType: 'image/png' }]);
  });

  it('alone is a reply, also without a word', async () => {
    const { data, files } = await answered({ text: '', parts: [text('only.txt')] });
    expect([data!.text, files.length]).toEqual(['', 1]);
  });
});

describe('a picture in a reply', () => {
  it('is a file that the text shows, by its hash', async () => {
    const plan = picture();
    const { data, files } = await answered({ html: `<p>Look:</p>${shown(plan)}<p>Nice?</p>`, parts: [plan] });
    expect(data!.text.replace(/\n+/g, '\n')).toBe(`Look:\n![${plan.name}](cid:${sha256(plan.content)})\nNice?`);
    expect(files.map(({ sha256: hash }) => hash)).toEqual([sha256(plan.content)]);
  });

  it('whose name in its mail is one that no database keeps is shown too', async () => {
    const part = picture(randomUUID(), { contentId: 'a%00b' });
    const { data, files } = await answered({ html: `<p>See: ${shown(part)}</p>`, parts: [part] });
    expect(files).toHaveLength(1);
    expect(data!.text).toContain(`(cid:${files[0]!.sha256})`);
  });

  it('alone is a reply', async () => {
    const plan = picture();
    const { data } = await answered({ html: `<div>${shown(plan)}</div>`, parts: [plan] });
    expect(data!.text).toBe(`![${plan.name}](cid:${sha256(plan.content)})`);
  });

  it('that stands in the quote, or in the signature, is dropped', async () => {
    const [quotedOne, signed] = [picture(), picture()];
    const html =
      `<p>Fine.</p><div class="gmail_signature">Alice ${shown(signed)}</div>` +
      `<blockquote type="cite"><p>Shall we meet at noon?</p>${shown(quotedOne)}</blockquote>`;
    const { data, files, mail } = await answered({ html, parts: [quotedOne, signed] });
    expect([data!.text, files]).toEqual(['Fine.', []]);
    expect(reasons(mail)).toEqual([
      [quotedOne.name, 'dropped', 'not-in-the-reply'],
      [signed.name, 'dropped', 'not-in-the-reply'],
    ]);
  });

  it.each([
    ['one pixel', aPicture('dot', { width: 1, height: 1 })],
    ['a line', aPicture('line', { width: 600, height: 2 })],
    ['next to nothing', Buffer.from('GIF89a')],
  ])('of %s is dropped, and leaves nothing in the text', async (_what, content) => {
    const pixel = picture('pixel', { content, contentId: `${randomUUID()}@client` });
    const { data, files, mail } = await answered({ html: `<p>Yes.</p>${shown(pixel)}`, parts: [pixel] });
    expect([data!.text, files]).toEqual(['Yes.', []]);
    expect(reasons(mail)).toEqual([['pixel.png', 'dropped', 'tracking-pixel']]);
  });

  it('that stood in three replies of the same person is dropped from then on; what he attaches is not', async () => {
    const logo = picture();
    const attached = picture(undefined, { disposition: 'attachment' });
    const counts: number[] = [];
    for (let reply = 1; reply <= 5; reply += 1) {
      // As the last line it would be known for a signature by where it stands.
      const html = `<p>Reply ${reply}.</p>${shown(logo)}<p>That is number ${reply}.</p>`;
      const { files, mail } = await answered({ html, parts: [logo, attached] });
      counts.push(files.length);
      if (reply > 3) expect(reasons(mail)[0]).toEqual([logo.name, 'dropped', 'signature-picture']);
    }
    expect(counts).toEqual([2, 2, 2, 1, 1]);
  });
});

describe('what a mail is made of', () => {
  it.each([
    ['signature.asc', 'application/pgp-signature', []],
    ['smime.p7s', 'application/pkcs7-signature', []],
    ['signature.asc', 'text/plain', ['part-of-the-message']],
    ['winmail.dat', 'application/octet-stream', ['part-of-the-message']],
  ])('is no file: %s (%s)', async (name, type, dropped) => {
    const { files, leftOut, mail } = await answered({ text: 'Signed.', parts: [{ ...text(name), type }] });
    expect([files, leftOut]).toEqual([[], []]);
    expect(reasons(mail)).toEqual(dropped.map((reason) => [name, 'dropped', reason]));
  });

  it('alone is no reply', async () => {
    const { mail } = await answered({
      text: '',
      parts: [{ ...text('smime.p7s'), type: 'application/pkcs7-signature' }],
    });
    expect(mail).toMatchObject({ outcome: 'reject', verdict: { reason: 'empty' } });
  });
});

describe('what nobody gets', () => {
  it.each<[string, PartOf[], { name: string; reason: string }[]]>([
    [
      'a program, whatever it is called',
      [{ ...text('photo.jpg'), type: 'image/jpeg', content: Buffer.from('MZ\x90\0\x03\0\0\0', 'latin1') }],
      [{ name: 'photo.jpg', reason: 'blocked-type' }],
    ],
    ['a script', [text('invoice.pdf.js')], [{ name: 'invoice.pdf.js', reason: 'blocked-type' }]],
    ['one that is too large', [text('film.txt', 'x'.repeat(100_001))], [{ name: 'film.txt', reason: 'too-large' }]],
    ['one too many', ['1', '2', '3', '4'].map((name) => text(name)), [{ name: '4', reason: 'too-many' }]],
    [
      'one too many octets, and the small one behind it comes',
      [text('a', 'a'.repeat(90_000)), text('b', 'b'.repeat(90_000)), text('c', 'c')],
      [{ name: 'b', reason: 'too-large-together' }],
    ],
    ['a virus', [{ ...text('report.txt'), content: VIRUS }], [{ name: 'report.txt', reason: 'virus' }]],
  ])('is %s: the reply is posted and says so', async (_what, parts, told) => {
    const { data, files, leftOut } = await answered({ text: 'See below.', parts });
    expect(data!.text).toBe('See below.');
    expect(leftOut).toEqual(told);
    expect(files.map(({ name }) => name)).toEqual(
      parts.map(({ name }) => name).filter((name) => name !== told[0]!.name),
    );
  });

  it('is told apart in the API of operators, with what the scanner calls it', async () => {
    const { mail } = await answered({ text: 'See below.', parts: [{ ...text('report.txt'), content: VIRUS }] });
    expect(mail.files).toMatchObject([{ reason: 'virus', found: 'Made.Up.Virus.UNOFFICIAL' }]);
    expect(await stored(VIRUS)).toBeUndefined();
  });

  it('alone makes a post that says what is missing', async () => {
    const { data, leftOut } = await answered({ text: '', parts: [{ ...text('report.txt'), content: VIRUS }] });
    expect([data!.text, leftOut]).toEqual(['', [{ name: 'report.txt', reason: 'virus' }]]);
  });
});

describe('a file of a held reply', () => {
  it('is shown to its owner, and comes with the reply when he posts it', async () => {
    const sent = await service.announced();
    const [part, bad] = [text('held.txt'), text('bad<b>.exe')];
    await deliver(anAnswerInParts(sent.token, { text: '', from: 'mallory@example.test', parts: [part, bad] }));
    const { data } = await until(async () =>
      (await service.committed(ReplyHeldV1)).find((it) => it.data.conversationId === sent.conversationId),
    );
    const link = `${service.url}/held-replies/${data.heldReplyId}?token=${mintReviewToken(data.heldReplyId, intentKeys)}`;
    const page = await (await fetch(link)).text();
    expect(page).toContain('<li><bdi>held.txt</bdi></li>');
    expect(page).toContain('<li><bdi>bad b .exe</bdi></li>');
    await fetch(link, { method: 'POST' });
    const [event] = await receivedFor(sent);
    expect(event!.data).toMatchObject({
      files: [{ name: 'held.txt', sha256: sha256(part.content) }],
      leftOut: [{ name: 'bad b .exe', reason: 'blocked-type' }],
    });
    expect((await stored(part.content))?.equals(part.content)).toBe(true);
  });

  /** Held, each with a file of its own and one that a post may name too. */
  async function heldWith(parts: PartOf[]) {
    const sent = await service.announced();
    await deliver(anAnswerInParts(sent.token, { text: 'Is it?', from: 'mallory@example.test', parts }));
    const { data } = await until(async () =>
      (await service.committed(ReplyHeldV1)).find((it) => it.data.conversationId === sent.conversationId),
    );
    const { heldReplyId: id } = data;
    const act = (what: string) =>
      fetch(`${service.url}/held-replies/${id}${what}?token=${mintReviewToken(id, intentKeys)}`, { method: 'POST' });
    return { id, act };
  }
  const sweepAfter = async (days: number): Promise<number> => {
    await service.db.query(`UPDATE reply_file SET stored_at = stored_at - $1 * interval '1 day'`, [days]);
    await service.db.query(`UPDATE held_reply SET held_at = held_at - $1 * interval '1 day'`, [days]);
    return service.app.get(SweepFiles).sweep();
  };
  const areThere = (...parts: PartOf[]) =>
    Promise.all(parts.map(async ({ content }) => (await stored(content)) !== undefined));

  it('is taken away when its owner discards it, unless a post or another held reply names it', async () => {
    const [alone, posted, shared] = [text('alone.txt'), text('posted.txt'), text('shared.txt')];
    await answered({ text: 'Mine.', parts: [posted] });
    const first = await heldWith([alone, posted, shared]);
    const second = await heldWith([shared]);
    await first.act('/discard');
    await sweepAfter(2);
    expect(await areThere(alone, posted, shared)).toEqual([false, true, true]);
    await second.act('/discard');
    await sweepAfter(2);
    expect(await areThere(posted, shared)).toEqual([true, false]);
  });

  it('stays as long as the link works, and for ever once it is posted', async () => {
    const [runsOut, kept] = [text('runs-out.txt'), text('kept.txt')];
    await heldWith([runsOut]);
    const { act } = await heldWith([kept]);
    await sweepAfter(29);
    expect(await areThere(runsOut, kept)).toEqual([true, true]);
    await act('');
    await sweepAfter(3);
    expect(await areThere(runsOut, kept)).toEqual([false, true]);
  });

  it('that an earlier version counted as used, or put without a row, is found and taken away once; what a post names is not', async () => {
    const [counted, unnamed, posted, rowless] = ['counted', 'unnamed', 'posted', 'rowless'].map((it) =>
      text(`${it}.txt`),
    );
    await answered({ text: 'Mine.', parts: [posted!, rowless!] });
    const { act } = await heldWith([counted!, unnamed!]);
    await act('/discard');
    await service.db.query(`UPDATE reply_file SET used_at = stored_at WHERE sha256 = $1`, [sha256(counted!.content)]);
    await service.db.query(`DELETE FROM reply_file WHERE sha256 = ANY($1)`, [
      [unnamed!, rowless!].map(({ content }) => sha256(content)),
    ]);
    const orphans = service.app.get(FindOrphans);
    expect(await orphans.find()).toBe(0);
    const later = new Date(Date.now() + 61 * 86_400_000);
    expect(await orphans.find(later)).toBeGreaterThanOrEqual(3);
    expect(await orphans.find(later)).toBe(0);
    await sweepAfter(2);
    expect(await areThere(counted!, unnamed!, posted!, rowless!)).toEqual([false, false, true, true]);
    expect(await orphans.find(later)).toBe(0);
  });

  it('that was discarded is not kept because the same mail comes again with proof', async () => {
    const part = text('again.txt');
    const sent = await service.announced();
    const messageId = `${randomUUID()}@example.test`;
    const answer = { text: 'Once more.', messageId, parts: [part] };
    await deliver(anAnswerInParts(sent.token, { ...answer, from: 'mallory@example.test' }));
    const { data } = await until(async () =>
      (await service.committed(ReplyHeldV1)).find((it) => it.data.conversationId === sent.conversationId),
    );
    const { heldReplyId: id } = data;
    const token = mintReviewToken(id, intentKeys);
    await fetch(`${service.url}/held-replies/${id}/discard?token=${token}`, { method: 'POST' });
    await deliver(anAnswerInParts(sent.token, answer));
    await until(
      async () => (await service.mails((it) => it.messageId === messageId && it.decidedBy === 'discarded'))[0],
    );
    await sweepAfter(2);
    expect(await areThere(part)).toEqual([false]);
  });

  it('teaches nothing of how its owner signs', async () => {
    const logo = picture();
    for (let time = 0; time < 4; time += 1) {
      const sent = await service.announced();
      const messageId = `${randomUUID()}@example.test`;
      const answer = { html: `<p>Hm.</p>${shown(logo)}`, from: 'mallory@example.test', messageId, parts: [logo] };
      await deliver(anAnswerInParts(sent.token, answer));
      await decided(messageId);
    }
    const { files } = await answered({ html: `<p>Mine.</p>${shown(logo)}`, parts: [logo] });
    expect(files).toHaveLength(1);
  });
});

describe('a scanner that is away', () => {
  const waitingMails = async () => service.mails((it) => it.postponedBecause === 'scanner.unavailable');
  const dueNow = () => service.db.query(`UPDATE inbound_mail SET next_try_at = now() WHERE state <> 'processed'`);
  /** It is left alone for a moment after each time that it was not there. */
  const receivedInTheEnd = (sent: Sent) =>
    until(async () => {
      await dueNow();
      return (await receivedFor(sent))[0];
    });

  it('keeps mail with files waiting, says why, and keeps nothing else; the mail is received when it is back', async () => {
    await clamd.stop();
    const sent = await service.announced();
    const part = text('patient.txt');
    await deliver(anAnswerInParts(sent.token, { text: 'Waits.', parts: [part] }));
    await until(async () => (await waitingMails()).length > 0);
    expect((await answered({ text: 'No file.', parts: [] })).data!.text).toBe('No file.');
    expect([await receivedFor(sent), await stored(part.content)]).toEqual([[], undefined]);
    await startScanner(clamd.port);
    expect((await receivedInTheEnd(sent)).data.files).toHaveLength(1);
    expect(await waitingMails()).toEqual([]);
  });

  it('is asked once for all mails that wait, which is no failed try of those that were not asked about', async () => {
    await clamd.stop();
    let asked = 0;
    const silent = createServer((socket) => {
      asked += 1;
      socket.once('data', () => socket.destroy());
    }).listen(clamd.port, '127.0.0.1');
    await once(silent, 'listening');
    const all = [await service.announced(), await service.announced(), await service.announced()];
    const [first] = all;
    const waits = (sent: Sent) => deliver(anAnswerInParts(sent.token, { text: 'Waits.', parts: [text('x.txt')] }));
    await waits(first!);
    await until(async () => (await waitingMails()).length === 1);
    for (const sent of all.slice(1)) await waits(sent);
    const mails = await until(async () => {
      const waiting = await waitingMails();
      return waiting.length === 3 ? waiting : undefined;
    });
    silent.close();
    expect(mails.map(({ failedTries }) => failedTries)).toEqual([1, 0, 0]);
    const postponed = service.log().filter(({ code }) => code === 'scanner.unavailable');
    const lines = mails.map(({ id }) => postponed.find(({ inboundMailId }) => inboundMailId === id)!);
    expect(lines.map((it) => [it['level'], 'err' in it])).toEqual([
      ['error', true],
      ['warn', false],
      ['warn', false],
    ]);
    await service.db.query(`UPDATE inbound_mail SET next_try_at = '2100-01-01' WHERE state <> 'processed'`);
    expect(asked).toBeGreaterThan(0);
    await startScanner(clamd.port);
    for (const sent of all) await receivedInTheEnd(sent);
  });

  it('is given time for a mail with files before anybody else begins with it', async () => {
    await clamd.stop();
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket)).listen(clamd.port, '127.0.0.1');
    await once(silent, 'listening');
    const sent = await service.announced();
    await deliver(anAnswerInParts(sent.token, { text: 'Takes long.', parts: [text('long.txt')] }));
    await until(() => sockets.length > 0);
    const [mail] = await service.mails((it) => it.state === 'stored');
    expect(Date.parse(mail!.nextTryAt!)).toBeGreaterThan(Date.now() + 60_000);
    silent.close();
    for (const socket of sockets) socket.destroy();
    await once(silent, 'close');
    await startScanner(clamd.port);
    await until(async () => (await waitingMails()).length > 0);
    await receivedInTheEnd(sent);
  });

  it('is not asked about what is not posted', async () => {
    const sent = await service.announced({ purpose: 'no-reply' });
    await clamd.stop();
    const messageId = `${randomUUID()}@example.test`;
    await deliver(anAnswerInParts(sent.token, { text: 'To nobody.', messageId, parts: [text('x.txt')] }));
    expect(await decided(messageId)).toMatchObject({ outcome: 'reject', failedTries: 0, files: [] });
    expect(await service.committed(ReplyRejectedV1)).not.toEqual([]);
    await startScanner(clamd.port);
  });
});

describe('a file that no reply names', () => {
  it('because the reply could not be committed, is there once when it is', async () => {
    const part = text('late.txt');
    await service.db.query(`ALTER TABLE claim ADD CONSTRAINT broken CHECK (claimed_at IS NULL) NOT VALID`);
    const sent = await service.announced();
    await deliver(anAnswerInParts(sent.token, { text: 'Late.', parts: [part] }));
    await until(async () => (await service.mails((it) => it.state === 'stored')).some((it) => it.failedTries > 0));
    const used = () => service.db.query(`SELECT used_at FROM reply_file WHERE sha256 = $1`, [sha256(part.content)]);
    expect([await receivedFor(sent), (await stored(part.content))?.length, await used()]).toEqual([
      [],
      part.content.length,
      [{ used_at: null }],
    ]);
    await service.db.query(`ALTER TABLE claim DROP CONSTRAINT broken`);
    await service.db.query(`UPDATE inbound_mail SET next_try_at = now() WHERE state <> 'processed'`);
    await until(async () => (await receivedFor(sent)).length > 0);
    expect((await receivedFor(sent)).map(({ data }) => data.files?.length)).toEqual([1]);
    expect(await used()).toEqual([{ used_at: expect.any(Date) }]);
  });

  it('is taken away after a day, and what is named is not', async () => {
    const named = text('named.txt');
    await answered({ text: 'Kept.', parts: [named] });
    const orphan = Buffer.from(`an orphan ${randomUUID()}`);
    await service.app.get(ReplyFileStore).put(orphan, 'text/plain');
    await service.db.query(`INSERT INTO reply_file (sha256, stored_at) VALUES ($1, now())`, [sha256(orphan)]);
    const sweep = service.app.get(SweepFiles);
    expect(await sweep.sweep()).toBe(0);
    await service.db.query(`UPDATE reply_file SET stored_at = stored_at - interval '25 hours'`);
    await service.db.query(
      `INSERT INTO reply_file (sha256, stored_at) SELECT 'gone' || n, now() - interval '25 hours' FROM generate_series(1, 150) n`,
    );
    expect(await sweep.sweep()).toBe(151);
    expect([await stored(orphan), (await stored(named.content))?.length]).toEqual([undefined, named.content.length]);
    const { files } = await answered({ text: 'Again.', parts: [{ ...text('back.txt'), content: orphan }] });
    expect([files.length, (await stored(orphan))?.length]).toEqual([1, orphan.length]);
  });
});

it('is said at the start whether files of replies are scanned', () => {
  expect(service.log().map(({ msg }) => msg)).toContain('files of replies are scanned for viruses by clamd');
});
