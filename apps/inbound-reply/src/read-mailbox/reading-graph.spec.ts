import { randomUUID } from 'node:crypto';
import { MailboxUnhealthyV1, NotificationSentV1, ReplyReceivedV1, type ReplyMailbox } from '@replyline/contracts';
import { startMicrosoft, type FakeMicrosoft, type Inbox } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer, type Answer } from '../testing/an-answer.js';
import { serviceAlone } from '../testing/service-alone.js';
import type { MailboxView } from '../show-mailboxes/mailbox-view.js';
import type { Sent, ServiceUnderTest } from '../testing/service-under-test.js';

const here = world();
const ADDRESS = 'replies@contoso.test';
const [ALONE, DUMB] = ['alone@contoso.test', 'dumb@contoso.test'] as const;
const APP = { tenantId: 'contoso.test', clientId: randomUUID(), clientSecret: 'right', roles: ['Mail.ReadWrite'] };
const MAX_MAIL_BYTES = 1024 * 1024;
let fake: FakeMicrosoft;
let inbox: Inbox;
let service: ServiceUnderTest;
let revision = 0;

beforeAll(async () => {
  fake = await startMicrosoft({ apps: [APP], mailboxes: [ADDRESS, ALONE, DUMB] });
  here.onEnd(() => fake.stop());
  inbox = fake.mailboxes.inboxOf(ADDRESS);
  const variables = { MICROSOFT_BASE_URL: fake.url, MAX_MAIL_BYTES: String(MAX_MAIL_BYTES) };
  service = await serviceAlone(here, variables);
});

beforeEach(() => fake.follow(() => undefined));

const mailbox = (more: object = {}): ReplyMailbox =>
  service.sealedMailbox(
    {
      ...{ kind: 'microsoft-graph', enabled: true, trackingMode: 'message-id', pollIntervalSeconds: 10 },
      ...{ tenantId: APP.tenantId, clientId: APP.clientId, replyToAddress: ADDRESS },
      ...{ senderProof: { kind: 'trust-from' }, revision: ++revision, ...more },
    },
    { clientSecret: 'right' },
  );

/** New settings are read at once: no test waits for the poll. */
const look = (more: object = {}) => service.configureAs(mailbox(more));

/** The intent is in the Message-ID that is answered, and nowhere else. */
const answerTo = ({ messageId }: Sent, more: Answer = {}): Buffer =>
  anAnswer('', { to: ADDRESS, fields: `In-Reply-To: <${messageId}>\r\n`, ...more });

const sentAs = ({ deliveryId, messageId }: Sent, providerMessageId: string) =>
  NotificationSentV1.make(
    { notificationId: deliveryId, deliveryId, attempt: 1, replyCode: 202, messageId, providerMessageId },
    { source: '/services/outbound-mail' },
  );

const received = async ({ conversationId }: Sent): Promise<number> =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId).length;

const isReceived = (sent: Sent): Promise<unknown> => until(async () => (await received(sent)) === 1);
const isRead = (id: string): Promise<unknown> => until(() => inbox.read.includes(id));

/** So many visits in a row fetch nothing. */
async function refusedFor(
  visits: number,
  answer: Exclude<ReturnType<Parameters<FakeMicrosoft['follow']>[0]>, undefined | void>,
) {
  let values = 0;
  fake.follow(({ step }) => (step === 'value' && (values += 1) > 0 ? answer : undefined));
  for (let visit = 0; visit < visits; visit += 1) {
    const before = values;
    await look();
    await until(() => values > before);
  }
}

const mailboxes = async () => ((await service.get('/v1/mailboxes')) as { items: MailboxView[] }).items;
const mailWith = async (messageId: string) => (await service.mails((it) => it.messageId === messageId))[0];

describe('a reply mailbox of Microsoft Graph', () => {
  it('posts what Exchange Online vouches for, and holds the rest', async () => {
    const [internal, unknown] = [await service.announced(), await service.announced()];
    const fieldsOf = ({ messageId }: Sent, more: string) => `In-Reply-To: <${messageId}>\r\n${more}`;
    const within = 'X-MS-Exchange-Organization-AuthAs: Internal\r\n';
    inbox.deliver(answerTo(internal, { fields: fieldsOf(internal, within), messageId: 'internal@contoso.test' }));
    inbox.deliver(answerTo(unknown, { messageId: 'unknown@contoso.test' }));
    await look({ senderProof: { kind: 'exchange-online' } });
    await isReceived(internal);
    await until(async () => (await mailWith('unknown@contoso.test'))?.outcome === 'hold');
  });

  it('is read, by the Message-ID that is answered, and what has its verdict is marked as read', async () => {
    const sent = await service.announced();
    const id = inbox.deliver(answerTo(sent, { messageId: 'read@contoso.test' }));
    await look();
    await isReceived(sent);
    await isRead(id);
    expect(await mailWith('read@contoso.test')).toMatchObject({ mailId: id, uid: null, uidValidity: null });
  });

  it('leads by the Message-ID that Microsoft gave to what was sent, too', async () => {
    const sent = await service.announced();
    const given = 'given-by-microsoft@outlook.test';
    await service.publish(sentAs(sent, given));
    await until(
      async () => (await service.db.query(`SELECT 1 FROM sent_mail WHERE provider_message_id = $1`, [given]))[0],
    );
    inbox.deliver(answerTo({ ...sent, messageId: given }));
    await look();
    await isReceived(sent);
  });

  it('downloads nothing again, and posts nothing again, when Microsoft has forgotten how far it was read', async () => {
    const sent = await service.announced();
    // Younger than the first look, or it would be taken for what others have read before.
    const id = inbox.deliver(answerTo(sent), { receivedAt: new Date(Date.now() + 3_600_000) });
    await look();
    await isRead(id);
    inbox.forgetCursors();
    const next = await service.announced();
    inbox.deliver(answerTo(next));
    let values = 0;
    fake.follow(({ step }) => void (step === 'value' && (values += 1)));
    await look();
    await isReceived(next);
    expect([values, await received(sent)]).toEqual([1, 1]);
  });

  it('marks as read later what a crash after the verdict left unmarked, and publishes nothing again', async () => {
    const sent = await service.announced();
    let isDown = true;
    fake.follow(({ step }) => (step === 'patch' && isDown ? { instead: 'close' } : undefined));
    const id = inbox.deliver(answerTo(sent));
    await look();
    await isReceived(sent);
    expect(inbox.read).not.toContain(id);
    isDown = false;
    await isRead(id);
    expect(await received(sent)).toBe(1);
  });

  it.each([
    ['refuses', { status: 400, code: 'ErrorInvalidRequest' }],
    ['fails', { status: 500, code: 'ErrorItemCorrupt', retryAfterSeconds: 0 }],
  ] as const)('reads on behind a mail that Microsoft %s to mark as read', async (_what, answer) => {
    const [stuck, beside, next] = [await service.announced(), await service.announced(), await service.announced()];
    const id = inbox.deliver(answerTo(stuck));
    fake.follow(({ step, path }) => (step === 'patch' && path.includes(id) ? answer : undefined));
    const besideId = inbox.deliver(answerTo(beside));
    await look();
    await isReceived(stuck);
    await isRead(besideId);
    const nextId = inbox.deliver(answerTo(next));
    await look();
    await isReceived(next);
    await isRead(nextId);
    expect((await service.mails()).find(({ mailId }) => mailId === id)).toMatchObject({
      outcome: 'accept',
      seenAt: null,
    });
  });

  it('is read on where nothing may be marked as read, each mail once, and says so until it may', async () => {
    const before = (await service.committed(MailboxUnhealthyV1)).length;
    const [one, two] = [await service.announced(), await service.announced()];
    APP.roles = ['Mail.Read'];
    const ids = [inbox.deliver(answerTo(one))];
    await look();
    await isReceived(one);
    const shown = await until(async () => (await mailboxes()).find(({ state }) => state === 'unhealthy'));
    expect(shown).toMatchObject({ problem: { code: 'mailbox.not_marked' }, lastReadAt: expect.any(String) });
    ids.push(inbox.deliver(answerTo(two)));
    await isReceived(two);
    inbox.forgetCursors();
    const three = await service.announced();
    ids.push(inbox.deliver(answerTo(three)));
    await isReceived(three);
    expect((await service.committed(MailboxUnhealthyV1)).slice(before).map(({ data }) => data.code)).toEqual([
      'mailbox.not_marked',
    ]);
    APP.roles = ['Mail.ReadWrite'];
    await look();
    for (const id of ids) await isRead(id);
    await until(async () => (await mailboxes()).every(({ state }) => state === 'reading'));
    expect([await received(one), await received(two)]).toEqual([1, 1]);
  });

  it('says that it waits, why and until when, while Microsoft wants to be asked nothing', async () => {
    const throttled = { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 600 } as const;
    fake.follow(({ step }) => (step === 'delta' ? throttled : undefined));
    await look();
    const shown = await until(async () => (await mailboxes()).find(({ waitsUntil }) => waitsUntil !== null));
    expect(shown).toMatchObject({ state: 'waiting', since: null, problem: { code: 'mailbox.throttled' } });
    expect(Date.parse(shown.waitsUntil!) - Date.now()).toBeGreaterThan(500_000);
    fake.follow(() => undefined);
    await look();
    const after = await until(async () => (await mailboxes()).find(({ state }) => state === 'reading'));
    expect(after).toMatchObject({ waitsUntil: null, problem: null });
  });

  it('reads a listing again that was not finished, and keeps each mail of it once', async () => {
    const sents = [await service.announced(), await service.announced(), await service.announced()];
    let values = 0;
    fake.follow(({ step }) => (step === 'value' && ++values === 2 ? { instead: 'close' } : undefined));
    const at = (second: number) => ({ receivedAt: new Date(Date.UTC(2030, 0, 1, 0, 0, second)) });
    const ids = sents.map((sent, index) => inbox.deliver(answerTo(sent), at(index)));
    await look();
    for (const sent of sents) await isReceived(sent);
    const kept = (await service.mails()).map(({ mailId }) => mailId).filter((id) => ids.includes(id));
    expect([kept, values]).toEqual([ids, 4]);
  });

  it('keeps only the header section of a mail that is larger than its server said', async () => {
    const sent = await service.announced();
    inbox.sizeOf = () => 10;
    inbox.deliver(answerTo(sent, { messageId: 'large@contoso.test', text: 'x'.repeat(MAX_MAIL_BYTES) }));
    await look();
    const mail = await until(() => mailWith('large@contoso.test'));
    expect(mail).toMatchObject({ isWhole: false, sizeBytes: MAX_MAIL_BYTES + 1, outcome: 'reject' });
    const raw = await (await service.fetch(`/v1/inbound-mails/${mail.id}/raw`)).text();
    expect(raw).toMatch(/\r\n\r\n$/);
  });

  it.each([
    ['is busy', { status: 503, code: 'serviceNotAvailable', retryAfterSeconds: 0 }],
    ['breaks', { instead: 'close' }],
    ['takes the permission away', { status: 403, code: 'ErrorAccessDenied' }],
  ] as const)('gives no mail up because Microsoft %s, however often', async (_what, answer) => {
    const sent = await service.announced();
    inbox.deliver(answerTo(sent));
    await refusedFor(5, answer);
    fake.follow(() => undefined);
    await look();
    await isReceived(sent);
  });

  it('does not take for a failure of a mail that new settings ended its download', async () => {
    const sent = await service.announced();
    const id = inbox.deliver(answerTo(sent));
    let [tries, letGo]: [number, () => void] = [0, () => undefined];
    const after = new Promise<void>((resolve) => (letGo = resolve));
    fake.follow(({ step, path }) => {
      if (step !== 'value' || !path.includes(id) || (tries += 1) > 3) return undefined;
      // Once more, beside another mail that is given, and it would be the doing of this one.
      return tries < 3 ? { status: 400, code: 'ErrorMimeContentInvalid' } : { after };
    });
    await look();
    await until(() => tries === 3, { what: 'the download' });
    await look();
    await isReceived(sent);
    letGo();
  });

  it.each([2, 3, 4])('posts at once what failed in an outage that ended after %i visits', async (visits) => {
    const sent = await service.announced();
    inbox.deliver(answerTo(sent));
    await refusedFor(visits, { status: 400, code: 'ErrorMimeContentInvalid' });
    fake.follow(() => undefined);
    await look();
    await isReceived(sent);
  });

  it.each([
    ['refuses', { status: 400, code: 'ErrorMimeContentInvalid' }],
    ['fails at', { status: 500, code: 'ErrorInternalServerError', retryAfterSeconds: 0 }],
    ['has lost, and still lists,', { status: 404, code: 'ErrorItemNotFound' }],
    ['does not know in another way', { status: 404, code: 'itemNotFound' }],
    ['may not give', { status: 403, code: 'ErrorAccessDenied' }],
    ['breaks off', { instead: 'close' }],
  ] as const)(
    'passes by a mail that Microsoft %s, and at last gives it up with what was said',
    async (_what, answer) => {
      const [bad, next] = [await service.announced(), await service.announced()];
      const at = (second: number) => ({ receivedAt: new Date(Date.UTC(2031, 0, 1, 0, 0, second)) });
      const id = inbox.deliver(answerTo(bad), at(1));
      inbox.deliver(answerTo(next), at(2));
      let tries = 0;
      fake.follow(({ step, path }) => (step === 'value' && path.includes(id) && (tries += 1) > 0 ? answer : undefined));
      const events = (await service.committed(MailboxUnhealthyV1)).length;
      await look();
      await until(async () => (await received(next)) === 1, { what: 'the mail behind it' });
      const find = async () => (await service.mails()).find(({ mailId }) => mailId === id)!;
      expect(await find()).toMatchObject({ state: 'requested', outcome: null, failedTries: 1, seenAt: null });
      await service.db.query(`UPDATE inbound_mail SET failed_tries = 4, next_try_at = now() WHERE mail_id = $1`, [id]);
      await look();
      await until(async () => (await find()).state === 'processed', { what: 'the verdict' });
      const { verdict } = await find();
      expect(await find()).toMatchObject({ outcome: 'unreadable', decidedBy: 'reader', seenAt: null });
      expect(verdict).toMatchObject('status' in answer ? { replyCode: answer.status, graphCode: answer.code } : {});
      const said = (await service.committed(MailboxUnhealthyV1)).slice(events).map(({ data }) => data.code);
      expect(said.at(-1)).toBe('mailbox.mail_not_given');
      fake.follow(() => undefined);
      expect((await service.post(`/v1/inbound-mails/${(await find()).id}/replay`)).status).toBe(202);
      await look();
      await isReceived(bad);
    },
    60_000,
  );

  it('passes over a mail that is gone by the time it is fetched', async () => {
    const sent = await service.announced();
    const gone = inbox.deliver(answerTo(sent));
    fake.follow(({ step }) => void (step === 'delta' && setImmediate(() => inbox.remove(gone))));
    await look();
    const next = await service.announced();
    inbox.deliver(answerTo(next));
    await look();
    await isReceived(next);
    expect(await received(sent)).toBe(0);
  });

  it('says once that it cannot be read, and why', async () => {
    const before = (await service.committed(MailboxUnhealthyV1)).length;
    APP.clientSecret = 'another';
    fake.entra.takeBack();
    await look();
    await until(async () => (await service.committed(MailboxUnhealthyV1))[before]);
    APP.clientSecret = 'right';
    const sent = await service.announced();
    inbox.deliver(answerTo(sent));
    await look();
    await isReceived(sent);
    expect((await service.committed(MailboxUnhealthyV1)).slice(before).map(({ data }) => data)).toEqual([
      { mailbox: 'reply-mailbox', code: 'provider.app_refused' },
    ]);
  });

  it('has nothing announced where Microsoft cannot reach it', () => {
    expect(fake.mailboxes.subscriptions.all.size).toBe(0);
  });
});

describe('a mail that is alone in its mailbox and is not given', () => {
  const REFUSED = { status: 400, code: 'ErrorMimeContentInvalid' } as const;
  const deliverTo = (address: string, sent: Sent): string =>
    fake.mailboxes.inboxOf(address).deliver(answerTo(sent, { to: address }));
  const find = async (id: string) => (await service.mails()).find(({ mailId }) => mailId === id);
  /** So many tries are over, and the next one is due. */
  const triedBefore = (id: string, tries: number) =>
    service.db.query(`UPDATE inbound_mail SET failed_tries = $2, next_try_at = now() WHERE mail_id = $1`, [id, tries]);

  it('is given up after as many tries as others, because Microsoft says that it is there; and may be replayed', async () => {
    const sent = await service.announced();
    const id = deliverTo(ALONE, sent);
    fake.follow(({ step }) => (step === 'value' ? REFUSED : undefined));
    await look({ replyToAddress: ALONE });
    await until(async () => (await find(id))?.failedTries === 1, { what: 'the first try' });
    await triedBefore(id, 3);
    await look({ replyToAddress: ALONE });
    await until(async () => (await find(id))?.failedTries === 4, { what: 'the fourth try' });
    expect(await find(id)).toMatchObject({ state: 'requested', outcome: null });
    await triedBefore(id, 4);
    await look({ replyToAddress: ALONE });
    await until(async () => (await find(id))?.state === 'processed', { what: 'the verdict' });
    expect(await find(id)).toMatchObject({ outcome: 'unreadable', decidedBy: 'reader', verdict: { replyCode: 400 } });
    expect((await service.committed(MailboxUnhealthyV1)).at(-1)).toMatchObject({
      data: { code: 'mailbox.mail_not_given' },
    });
    fake.follow(() => undefined);
    expect((await service.post(`/v1/inbound-mails/${(await find(id))!.id}/replay`)).status).toBe(202);
    await look({ replyToAddress: ALONE });
    await isReceived(sent);
  });

  it('is not given up while Microsoft answers nothing else about it', async () => {
    const sent = await service.announced();
    const id = deliverTo(DUMB, sent);
    let questions = 0;
    fake.follow(({ step }) => {
      if (step === 'message') questions += 1;
      return step === 'value' || step === 'message' ? { ...REFUSED, status: 500, retryAfterSeconds: 0 } : undefined;
    });
    await look({ replyToAddress: DUMB });
    await until(() => questions > 0, { what: 'the question whether it is there' });
    expect(await find(id)).toBeUndefined();
    fake.follow(() => undefined);
    await look({ replyToAddress: DUMB });
    await isReceived(sent);
  });
});
