import { createHash } from 'node:crypto';
import { ReplyReceivedV1, ReplyRejectedV1 } from '@replyline/contracts';
import { replyAddress } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX, quoted, type Answer } from '../testing/an-answer.js';
import { SENT_TEXT, type ServiceUnderTest, type Mail, type Sending } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let verdictOn: ServiceWithMailbox['verdictOn'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver, verdictOn } = await serviceWithMailbox(here));
  await service.configure();
});

beforeEach(() => service.aDayPasses());

const receivedFor = async (conversationId: string) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

const settledFor = (): Promise<unknown> =>
  until(async () => (await service.listed()).every(({ state }) => state === 'processed'), { what: 'all verdicts' });

describe('an answer', () => {
  it('is received as what the person wrote, for the person on record', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { text: `Yes, at noon.${quoted(SENT_TEXT)}` }));
    const reply = await until(async () => (await receivedFor(sent.conversationId))[0]);
    expect(reply).toMatchObject({
      causationid: sent.event.id,
      correlationid: sent.event.correlationid,
      data: { userId: service.alice, postId: sent.postId, text: 'Yes, at noon.' },
    });
  });

  it('is received from every other address that is proven to be of the person, for the same person', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { from: 'Alice <alice.home@example.org>', text: 'From home.' }));
    const reply = await until(async () => (await receivedFor(sent.conversationId))[0]);
    expect(reply).toMatchObject({ data: { userId: service.alice, text: 'From home.' } });
  });

  it('between the lines comes with what it answers, and what else stood there with no reply address', async () => {
    const sent = await service.announced();
    const [prompt, , heading, , question] = SENT_TEXT.split('\n');
    const attribution = `On 20/11/2026 11:00, Replyline <${replyAddress(MAILBOX, sent.token)}> wrote:`;
    const lines = [attribution, `> ${prompt}`, `> ${heading}`, 'Good.', `> ${question}`, 'At one.', '-- ', 'Alice'];
    await deliver(anAnswer(sent.token, { text: lines.join('\n') }));
    const { data } = await until(async () => (await receivedFor(sent.conversationId))[0]);
    expect(data).toMatchObject({
      text: 'Good.\n\nAt one.',
      answers: [
        { quoted: heading, text: 'Good.' },
        { quoted: question, text: 'At one.' },
      ],
    });
    expect(data.elided).toContain('Alice');
    expect(data.elided).not.toContain(sent.token);
  });

  it('loses the lines that its person puts below every answer', async () => {
    const signed = (text: string): string => `${text}\n\nAlice of the lunch room\nExtension 4711`;
    const texts: string[] = [];
    for (const text of ['Yes.', 'Perhaps.', 'No.', 'One is fine.']) {
      const sent = await service.announced();
      await deliver(anAnswer(sent.token, { text: signed(text) }));
      texts.push((await until(async () => (await receivedFor(sent.conversationId))[0])).data.text);
    }
    expect(texts).toEqual([...['Yes.', 'Perhaps.', 'No.'].map(signed), 'One is fine.']);
    const kept: { count: number }[] = await service.db.query(`SELECT count(*)::int FROM reply_tail`);
    expect(kept[0]?.count).toBeLessThanOrEqual(8);
  });

  it('is one line in the log, which says what was decided and not what was written', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { messageId: 'logged@example.test', text: 'Canary of the log.' }));
    const { id } = await verdictOn('logged@example.test');
    const lines = await until(() => {
      const found = service.log().filter(({ msg, inboundMail }) => msg === 'mail decided' && inboundMail === id);
      return found.length > 0 ? found : undefined;
    });
    const decided = { outcome: 'accept', decidedBy: 'accept', delivery: sent.deliveryId };
    expect(lines).toEqual([expect.objectContaining({ level: 'info', ...decided })]);
    expect(JSON.stringify(service.log())).not.toMatch(/Canary of the log|alice@/);
  });

  it('appears once however often the mail arrives', async () => {
    const sent = await service.announced();
    const mail = anAnswer(sent.token, { messageId: 'twice@example.test' });
    await deliver(mail);
    await verdictOn('twice@example.test');
    await deliver(mail);
    const copies = await until(async () => {
      const found = await service.mails(({ messageId }) => messageId === 'twice@example.test');
      return found.length === 2 && found.every(({ state }) => state === 'processed') ? found : undefined;
    });
    expect(copies.map(({ outcome, decidedBy }) => [outcome, decidedBy])).toEqual([
      ['accept', 'accept'],
      ['ignore', 'duplicate'],
    ]);
    expect(await receivedFor(sent.conversationId)).toHaveLength(1);
  });

  it('without a Message-ID appears once too, and a second, different one beside it', async () => {
    const sent = await service.announced();
    const mail = anAnswer(sent.token, { messageId: undefined, text: 'No id.' });
    await deliver(mail);
    await deliver(mail);
    await deliver(anAnswer(sent.token, { messageId: undefined, text: 'No id either.' }));
    await until(async () => (await receivedFor(sent.conversationId)).length === 2);
    await settledFor();
    expect(await receivedFor(sent.conversationId)).toHaveLength(2);
  });

  it('may be given twice to the same mail', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { text: 'First.' }));
    await deliver(anAnswer(sent.token, { text: 'Second thought.' }));
    const texts = await until(async () => {
      const replies = await receivedFor(sent.conversationId);
      return replies.length === 2 ? replies.map(({ data }) => data.text) : undefined;
    });
    expect(texts).toEqual(['First.', 'Second thought.']);
  });

  it('that arrives before the mail is known waits, and is received the moment it is', async () => {
    const sent = service.aSent();
    await deliver(anAnswer(sent.token, { messageId: 'early@example.test' }));
    await until(async () => (await service.mails(({ outcome }) => outcome === 'wait'))[0]);
    expect(await receivedFor(sent.conversationId)).toEqual([]);
    await service.publish(sent.event);
    await until(async () => (await receivedFor(sent.conversationId))[0]);
    expect(await verdictOn('early@example.test')).toMatchObject({ outcome: 'accept' });
  });

  it('that waited in vain for a day is received when its mail becomes known after all', async () => {
    const sent = service.aSent();
    const messageId = 'given-up@example.test';
    await deliver(anAnswer(sent.token, { messageId }));
    await until(async () => (await service.mails((it) => it.messageId === messageId && it.outcome === 'wait'))[0]);
    await service.db.query(
      `UPDATE inbound_mail SET stored_at = stored_at - interval '2 days', next_try_at = now() WHERE message_id = $1`,
      [messageId],
    );
    expect(await verdictOn(messageId)).toMatchObject({ decidedBy: 'never-known' });
    await service.publish(sent.event);
    await until(async () => (await receivedFor(sent.conversationId))[0]);
    expect(await verdictOn(messageId)).toMatchObject({ outcome: 'accept' });
  });
});

describe('mail that is no reply', () => {
  it.each<[string, string, string, (token: string) => Answer]>([
    ['our own mail', 'ignore', 'own-mail', () => ({ from: MAILBOX })],
    ['an address to answer at', 'ignore', 'own-mail', (token) => ({ from: `replies+${token}@example.test` })],
    ['our own field', 'ignore', 'own-mail', () => ({ fields: 'X-Replyline-Loop: 1\r\n' })],
    ['our own Message-ID', 'ignore', 'own-mail', (token) => ({ messageId: `${token}@example.test` })],
    ['an absence note', 'ignore', 'automatic-response', () => ({ fields: 'Auto-Submitted: auto-replied\r\n' })],
    ['a mail without a token', 'ignore', 'no-intent', () => ({ to: MAILBOX })],
    ['a forged token', 'ignore', 'forged', (token) => ({ to: `replies+${forged(token)}@example.test` })],
  ])('%s gets the verdict "%s" by the rule %s, and nobody is told', async (_name, outcome, decidedBy, change) => {
    const sent = await service.announced();
    const before = (await service.committed(ReplyRejectedV1)).length;
    const answer = { messageId: `${decidedBy}-${sent.replyKey}@example.test`, ...change(sent.token) };
    await deliver(anAnswer(sent.token, answer));
    expect(await verdictOn(answer.messageId)).toMatchObject({ outcome, decidedBy, passed: expect.any(Array) });
    expect(await receivedFor(sent.conversationId)).toEqual([]);
    expect(await service.committed(ReplyRejectedV1)).toHaveLength(before);
  });

  it('is not mentioned to anybody when nobody in the directory was asked', async () => {
    const sent = await service.announced({ isToNobody: true });
    const before = (await service.committed(ReplyRejectedV1)).length;
    const messageId = 'nobody@example.test';
    await deliver(anAnswer(sent.token, { messageId }));
    expect(await verdictOn(messageId)).toMatchObject({ outcome: 'reject', decidedBy: 'no-reply' });
    expect(await service.committed(ReplyRejectedV1)).toHaveLength(before);
  });
});

describe('a reply that cannot be posted', () => {
  const rejectionOf = (replyId: string) =>
    until(async () => (await service.committed(ReplyRejectedV1)).find(({ data }) => data.replyId === replyId));

  it.each<[string, Sending, Answer]>([
    ['no-reply', { purpose: 'no-reply' }, { text: 'On it.' }],
    ['expired', { now: new Date('2026-01-01T00:00:00Z') }, { text: 'Late.' }],
    ['empty', {}, { text: quoted(SENT_TEXT) }],
    ['encrypted', {}, { text: '-----BEGIN PGP MESSAGE-----\n\nhQEMA\n-----END PGP MESSAGE-----' }],
    ['too-long', {}, { text: 'long '.repeat(25_000) }],
    ['too-long', {}, { text: 'a\n'.repeat(500_000), messageId: 'too-many-lines@example.test' }],
  ])('because it is %s goes back to the person on record with the reason', async (reason, options, answer) => {
    const sent = await service.announced(options);
    const messageId = answer.messageId ?? `${reason}@example.test`;
    await deliver(anAnswer(sent.token, { ...answer, messageId }));
    const mail = await verdictOn(messageId);
    expect(mail).toMatchObject({ outcome: 'reject', verdict: { reason } });
    const { data } = await rejectionOf(mail.replyId!);
    expect(data).toMatchObject({ userId: service.alice, reason });
    expect(mail.reply!.text.startsWith(data.text)).toBe(true);
    expect(await receivedFor(sent.conversationId)).toEqual([]);
  });

  it('is not mentioned to anybody when a stranger wrote it', async () => {
    const sent = await service.announced({ purpose: 'no-reply' });
    const before = (await service.committed(ReplyRejectedV1)).length;
    const messageId = 'stranger@example.test';
    await deliver(anAnswer(sent.token, { messageId, from: 'mallory@example.test' }));
    expect(await verdictOn(messageId)).toMatchObject({ outcome: 'reject', decidedBy: 'no-reply' });
    expect(await service.committed(ReplyRejectedV1)).toHaveLength(before);
  });
});

describe('an operator', () => {
  it('reads a mail as it came', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { messageId: 'raw@example.test', text: 'Grüße' }));
    const { id, sizeBytes, sha256 } = await verdictOn('raw@example.test');
    const response = await service.fetch(`/v1/inbound-mails/${id}/raw`);
    expect(response.headers.get('content-type')).toBe('message/rfc822');
    const raw = Buffer.from(await response.arrayBuffer());
    expect(raw.byteLength).toBe(sizeBytes);
    expect(createHash('sha256').update(raw).digest('hex')).toBe(sha256);
    expect(raw.toString('utf8')).toContain('Grüße');
  });

  it('reads page after page, filtered', async () => {
    const all = (await service.get('/v1/inbound-mails?outcome=accept&limit=200')) as ListPage;
    const first = (await service.get('/v1/inbound-mails?outcome=accept&limit=3')) as ListPage;
    const rest = (await service.get(`/v1/inbound-mails?outcome=accept&limit=200&cursor=${first.next}`)) as ListPage;
    expect([...first.items, ...rest.items]).toEqual(all.items);
    expect(all.items.every(({ outcome }) => outcome === 'accept')).toBe(true);
    expect(all.next).toBeNull();
  });

  it('finds each mail on one page and no other, however many were stored in its millisecond', async () => {
    await service.db.query(`UPDATE inbound_mail SET stored_at = now()`);
    const listed: string[] = [];
    for (let query = '?limit=2'; query !== '';) {
      const { items, next } = (await service.get(`/v1/inbound-mails${query}`)) as ListPage;
      listed.push(...items.map(({ id }) => id));
      query = next === null ? '' : `?limit=2&cursor=${next}`;
    }
    const rows: { id: string }[] = await service.db.query(`SELECT id FROM inbound_mail ORDER BY id DESC`);
    expect(listed).toEqual(rows.map(({ id }) => id));
  });

  it.each([
    'cursor=%00',
    'outcome=%00',
    'state=%00',
    'messageId=%00',
    'decidedBy=%00',
    'cursor=tomorrow',
    'outcome=lost',
    'limit=201',
    'before=x',
  ])('is told what is wrong with %s', async (query) => {
    const problem = await service.get(`/v1/inbound-mails?${query}`);
    expect(problem).toMatchObject({ status: 400, errors: [{ path: `query.${query.split('=')[0]}` }] });
  });

  it('alone may', async () => {
    expect((await fetch(`${service.url}/v1/inbound-mails`)).status).toBe(401);
  });
});

interface ListPage {
  readonly items: readonly Mail[];
  readonly next: string | null;
}

/** Another letter somewhere in the tag. */
const forged = (token: string): string => token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a');
