import { ReplyHeldV1, ReplyReceivedV1, ReplyRejectedV1 } from '@replyline/contracts';
import { LIFETIME_DAYS, mintReviewToken } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer, type Answer } from '../testing/an-answer.js';
import { intentKeys, type ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here));
});

beforeEach(() => service.configure({ senderProof: { kind: 'none' } }));

let counter = 0;

/** Delivers an answer, and what was decided about it. */
async function decided(sent: Sent, answer: Answer = {}): Promise<Mail> {
  const messageId = `replayed-${(counter += 1)}@example.test`;
  const message = anAnswer(sent.token, { messageId, ...answer });
  await deliver(message);
  return until(async () => (await service.mails((it) => it.messageId === messageId && it.outcome !== null))[0], {
    what: 'a verdict',
  });
}

const replay = (id: string): Promise<Response> => service.post(`/v1/inbound-mails/${id}/replay`);
const again = async ({ id, earlier }: Mail): Promise<Mail> => {
  expect((await replay(id)).status).toBe(202);
  return until(
    async () => {
      const mail = (await service.get(`/v1/inbound-mails/${id}`)) as Mail;
      return mail.state === 'processed' && mail.earlier.length > earlier.length ? mail : undefined;
    },
    { what: 'another verdict' },
  );
};
const countOf = async (contract: typeof ReplyReceivedV1 | typeof ReplyHeldV1 | typeof ReplyRejectedV1, sent: Sent) =>
  (await service.committed(contract)).filter(({ data }) => data.deliveryId === sent.deliveryId).length;

describe('a mail that is decided again', () => {
  it('is posted where the setting that held it was mended, and its owner is not asked any more', async () => {
    const sent = await service.announced();
    const held = await decided(sent);
    expect(held.outcome).toBe('hold');
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const mail = await again(held);
    expect(mail).toMatchObject({ outcome: 'accept', earlier: [{ outcome: 'hold', decidedBy: 'sender-not-proven' }] });
    expect(await countOf(ReplyReceivedV1, sent)).toBe(1);
    const rows: unknown[] = await service.db.query(`SELECT state FROM held_reply WHERE inbound_mail_id = $1`, [
      mail.id,
    ]);
    expect(rows).toEqual([{ state: 'posted' }]);
  });

  it('tells nobody again what he was told', async () => {
    const [held, empty] = [await service.announced(), await service.announced()];
    expect(await again(await decided(held))).toMatchObject({ outcome: 'hold', decidedBy: 'sender-not-proven' });
    expect(await countOf(ReplyHeldV1, held)).toBe(1);
    await service.configure({ senderProof: { kind: 'trust-from' } });
    expect(await again(await decided(empty, { text: '' }))).toMatchObject({ outcome: 'reject', decidedBy: 'empty' });
    expect(await countOf(ReplyRejectedV1, empty)).toBe(1);
  });

  it('counts by when it came: what its token has run out since is no answer that came too late', async () => {
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const sent = await service.announced({ now: new Date(Date.now() - (LIFETIME_DAYS + 1) * 86_400_000) });
    const late = await decided(sent);
    expect(late).toMatchObject({ outcome: 'reject', decidedBy: 'expired' });
    await service.db.query(`UPDATE inbound_mail SET received_at = received_at - interval '2 days' WHERE id = $1`, [
      late.id,
    ]);
    expect(await again(late)).toMatchObject({ outcome: 'accept' });
    expect(await countOf(ReplyReceivedV1, sent)).toBe(1);
  });

  it('says who asked for it, and when', async () => {
    const mail = await again(await decided(await service.announced()));
    expect(mail.earlier).toEqual([
      {
        outcome: 'hold',
        decidedBy: 'sender-not-proven',
        decidedAt: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{3}Z$/),
        replayedAt: expect.stringMatching(/T\d\d:\d\d:\d\d\.\d{3}Z$/),
        replayedBy: expect.stringMatching(/^[0-9a-f-]{36}$/),
      },
    ]);
  });
});

describe('a mail is not decided again', () => {
  it('once it is posted', async () => {
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const { id } = await decided(await service.announced());
    const answer = await replay(id);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'mail.not_replayable', because: 'posted' });
  });

  it('against what its owner decided, and neither is a copy of it that comes with proof', async () => {
    const sent = await service.announced();
    const mail = await decided(sent);
    const [{ id }]: [{ id: string }] = await service.db.query(`SELECT id FROM held_reply WHERE inbound_mail_id = $1`, [
      mail.id,
    ]);
    const discarded = await fetch(
      `${service.url}/held-replies/${id}/discard?token=${mintReviewToken(id, intentKeys)}`,
      {
        method: 'POST',
      },
    );
    expect(discarded.status).toBe(200);
    expect(await (await replay(mail.id)).json()).toMatchObject({ because: 'owner-decided' });
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const copy = anAnswer(sent.token, { messageId: mail.messageId! });
    await deliver(copy);
    await until(async () => (await service.mails(({ decidedBy }) => decidedBy === 'discarded')).length > 0, {
      what: 'the verdict on the copy',
    });
    expect(await countOf(ReplyReceivedV1, sent)).toBe(0);
  });

  it('where the rest of it lies in a mailbox that was removed: nobody would fetch it', async () => {
    const { id } = await decided(await service.announced());
    await service.db.query(`UPDATE inbound_mail SET is_whole = false, mailbox = 'imap-removed' WHERE id = $1`, [id]);
    const answer = await replay(id);
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: 'mail.not_replayable', because: 'mailbox-removed' });
    await service.post('/v1/inbound-mails/replay', { outcome: 'hold' });
    expect(await service.get(`/v1/inbound-mails/${id}`)).toMatchObject({ state: 'processed', earlier: [] });
  });

  it('when there is none', async () => {
    expect((await replay('00000000-0000-4000-8000-000000000000')).status).toBe(404);
  });
});

describe('all mails with one verdict', () => {
  it('are listed by the rule that decided, and one is found by its Message-ID', async () => {
    const { id, messageId } = await decided(await service.announced());
    const listOf = async (query: string) =>
      ((await service.get(`/v1/inbound-mails?${query}`)) as { items: Mail[] }).items;
    expect(await listOf(`messageId=${messageId}`)).toMatchObject([{ id }]);
    const held = await listOf('decidedBy=sender-not-proven&outcome=hold&state=processed');
    expect(held).toContainEqual(expect.objectContaining({ id }));
    expect(held.every(({ decidedBy }) => decidedBy === 'sender-not-proven')).toBe(true);
  });

  it('are decided again, and no others', async () => {
    const sents = [await service.announced(), await service.announced()];
    for (const sent of sents) await decided(sent);
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const answer = await service.post('/v1/inbound-mails/replay', { outcome: 'hold', decidedBy: 'sender-not-proven' });
    expect(answer.status).toBe(202);
    const { replayed } = (await answer.json()) as { replayed: number };
    expect(replayed).toBeGreaterThanOrEqual(2);
    for (const sent of sents)
      await until(async () => (await countOf(ReplyReceivedV1, sent)) === 1, { what: 'its reply' });
    const nothingLeft = await service.post('/v1/inbound-mails/replay', { outcome: 'hold' });
    expect(await nothingLeft.json()).toEqual({ replayed: 0 });
  });

  it('are decided again once, and counted once, where several ask for it at the same time', async () => {
    const mail = await decided(await service.announced());
    const held = { outcome: 'hold', decidedBy: 'sender-not-proven' };
    await service.configure({ senderProof: { kind: 'trust-from' } });
    const receivedAfter = new Date(Date.parse(mail.receivedAt) - 1).toISOString();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => service.post('/v1/inbound-mails/replay', { ...held, receivedAfter })),
    );
    const counts = await Promise.all(answers.map((it) => it.json() as Promise<{ replayed: number }>));
    expect(counts.reduce((sum, { replayed }) => sum + replayed, 0)).toBe(1);
    const { earlier } = (await service.get(`/v1/inbound-mails/${mail.id}`)) as Mail;
    expect(earlier).toHaveLength(1);
  });

  it.each([
    [{}],
    [{ outcome: 'accept' }],
    [{ outcome: 'hold', limit: 5_000 }],
    [{ outcome: 'hold', decidedBy: '\0' }],
    [{ outcome: 'hold', receivedAfter: -8.64e15 }],
    [{ outcome: 'hold', receivedAfter: true }],
    [{ outcome: 'hold', receivedAfter: '12' }],
    [{ outcome: 'hold', receivedAfter: '11/22/2026 14:00' }],
  ])('are not asked for by %j', async (body) => {
    expect((await service.post('/v1/inbound-mails/replay', body)).status).toBe(400);
  });
});
