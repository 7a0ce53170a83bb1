import { MailboxUnhealthyV1, ReplyReceivedV1 } from '@replyline/contracts';
import {
  deliverByLmtp,
  startDovecot,
  startTcpProxy,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';

const here = world();
const LONG_AGO = new Date('2020-02-02T12:00:00Z');
const OLD_MAILS = 30;
let dovecot: RunningDovecot;
let cable: TcpProxy;
let service: ServiceUnderTest;
let revision = 0;
let counter = 0;

beforeAll(async () => {
  const [dir, users] = [`${here.folder()}/dovecot`, { replies: 'secret' }];
  dovecot = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  cable = await startTcpProxy({ targetPort: dovecot.ports.imap });
  here.onEnd(() => cable.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  service = await ServiceUnderTest.start({ databaseUrl, natsUrl: nats.url, imapPort: cable.port, password: 'secret' });
  here.onEnd(() => service.stop());
});

async function asMailProgram<T>(work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: 'replies@example.test', pass: 'secret' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.ports.imap, doSTARTTLS: false, auth, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  await client.mailboxOpen('INBOX');
  return work(client).finally(() => client.logout());
}

const newId = (): string => `skipped-${(counter += 1)}@example.test`;

async function arrives({ token }: Sent): Promise<string> {
  const messageId = newId();
  await deliverByLmtp({
    port: dovecot.ports.lmtp,
    reversePath: 'alice@example.test',
    forwardPaths: ['replies@example.test'],
    message: anAnswer(token, { messageId }),
  });
  return messageId;
}

/** Which the server counts as one later than what came before. */
const readAll = () => asMailProgram((client) => client.messageFlagsAdd('1:*', ['\\Seen'], { uid: true }));

const isRead = () => service.configure({ revision: (revision += 1) });

/** The reader looks away, and looks again when something has been done. */
async function meanwhile<T>(work: () => Promise<T>): Promise<T> {
  await service.configure({ revision: (revision += 1), enabled: false });
  await until(() => cable.openConnections() === 0);
  const done = await work();
  await isRead();
  return done;
}

const found = async (messageId: string): Promise<Mail[]> =>
  service.mails((mail) => mail.messageId === messageId && mail.state === 'processed');
const decided = (messageId: string): Promise<Mail> =>
  until(async () => (await found(messageId))[0], { what: messageId });
const received = async ({ conversationId }: Sent): Promise<number> =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId).length;
const reports = async () => (await service.committed(MailboxUnhealthyV1)).map(({ data }) => data);
const REPORT = { mailbox: 'reply-mailbox', code: 'mailbox.read_by_others' };

/** Arrives while nobody looks, and is read by somebody else. */
const readByOthers = (sent: Sent): Promise<string> =>
  meanwhile(async () => {
    const messageId = await arrives(sent);
    await readAll();
    return messageId;
  });

/** UIDVALIDITY of each INBOX that is taken for a former one: rows of two of them must not meet. */
let former = 0;

/** What the server calls its mail from now on is new to us. */
async function isBuiltAnew(): Promise<void> {
  former += 1;
  await service.db.query(`UPDATE mailbox SET cursor = $1 || ':' || split_part(cursor, ':', 2)`, [String(former)]);
  await service.db.query(
    `UPDATE inbound_mail SET uid_validity = $1::bigint, uid = uid + 1000, mail_id = $1 || ':' || (uid + 1000)`,
    [String(former)],
  );
}

const replayed = async (id: string): Promise<number> => (await service.post(`/v1/inbound-mails/${id}/replay`)).status;

describe('mail that somebody else has marked as read', () => {
  it('before the mailbox was set up is old: it is neither kept nor reported, and what is unread beside it is read', async () => {
    const sent = await service.announced();
    await asMailProgram(async (client) => {
      for (let old = 0; old < OLD_MAILS; old += 1)
        await client.append('INBOX', anAnswer('x', { to: 'old@example.test' }), ['\\Seen'], LONG_AGO);
      await client.append('INBOX', anAnswer(sent.token), [], LONG_AGO);
      await client.append('INBOX', anAnswer('x', { to: 'old@example.test' }), ['\\Seen'], LONG_AGO);
    });
    await isRead();
    await until(async () => (await received(sent)) === 1);
    expect(await service.listed()).toHaveLength(1);
    await until(
      async () => (await service.db.query(`SELECT 1 FROM mailbox WHERE cursor LIKE '%:${OLD_MAILS + 2}'`))[0],
    );
    expect(await reports()).toEqual([]);
  });

  it('is skipped, with its header section, and reported once, not for each mail', async () => {
    const [one, two] = [await service.announced(), await service.announced()];
    const skipped = [await readByOthers(one)];
    await decided(skipped[0]!);
    skipped.push(await readByOthers(two));
    for (const messageId of skipped)
      expect(await decided(messageId)).toMatchObject({
        outcome: 'skipped',
        decidedBy: 'read-by-somebody-else',
        isWhole: false,
        seenAt: null,
        verdict: { because: 'somebody else had marked it as read before it was looked at' },
      });
    const raw = await (await service.fetch(`/v1/inbound-mails/${(await decided(skipped[0]!)).id}/raw`)).text();
    expect(raw).toMatch(/^Message-ID: <skipped/m);
    expect(raw).not.toContain('Yes, at noon.');
    expect([await received(one), await received(two)]).toEqual([0, 0]);
    expect(await reports()).toEqual([REPORT]);
  });

  it('is fetched from the server again when it is replayed, and posted once', async () => {
    const sent = await service.announced();
    const mail = await decided(await readByOthers(sent));
    expect(await replayed(mail.id)).toBe(202);
    await until(async () => (await received(sent)) === 1, { what: 'the reply' });
    await until(async () => (await decided(mail.messageId!)).outcome === 'accept');
    expect(await decided(mail.messageId!)).toMatchObject({
      id: mail.id,
      isWhole: true,
      reply: { text: 'Yes, at noon.' },
    });
    expect(await replayed(mail.id)).toBe(409);
  });

  it('is fetched again, too, when another replica than the one that reads was asked for it', async () => {
    const sent = await service.announced();
    const { id } = await decided(await readByOthers(sent));
    await service.db.query(`UPDATE inbound_mail SET state = 'requested' WHERE id = $1`, [id]);
    await until(async () => (await received(sent)) === 1, { what: 'the reply' });
  });

  it('stays skipped when it is replayed and the server has it no more', async () => {
    const mail = await decided(await readByOthers(await service.announced()));
    await asMailProgram((client) => client.messageDelete(String(mail.uid), { uid: true }));
    await replayed(mail.id);
    await until(async () => (await decided(mail.messageId!)).decidedBy === 'reader');
    expect(await decided(mail.messageId!)).toMatchObject({
      outcome: 'skipped',
      verdict: { because: 'the server does not have it any more' },
    });
  });

  it('keeps the verdict that it had, when that was another one and the server has it no more', async () => {
    const mail = await decided(await readByOthers(await service.announced()));
    const verdict = { outcome: 'too-large', because: 'larger than what is fetched' };
    await service.db.query(
      `UPDATE inbound_mail SET outcome = 'too-large', verdict = $2, decided_by = 'too-large' WHERE id = $1`,
      [mail.id, verdict],
    );
    await asMailProgram((client) => client.messageDelete(String(mail.uid), { uid: true }));
    expect(await replayed(mail.id)).toBe(202);
    await until(() => JSON.stringify(service.log()).includes('could not be fetched again'));
    expect(await decided(mail.messageId!)).toMatchObject({ outcome: 'too-large', verdict, decidedBy: 'too-large' });
  });

  it('is reported again after a day without any', async () => {
    await service.db.query(`UPDATE mailbox SET skipped_at = skipped_at - interval '25 hours'`);
    await decided(await readByOthers(await service.announced()));
    expect(await reports()).toEqual([REPORT, REPORT]);
  });

  it('is told from mail that we have read and somebody has moved away and back', async () => {
    await isRead();
    const told = (await reports()).length;
    const [sent, next] = [await service.announced(), await service.announced()];
    const messageId = await arrives(sent);
    const before = await until(async () => (await found(messageId)).find(({ seenAt }) => seenAt !== null));
    const after = await meanwhile(async () => {
      await asMailProgram(async (client) => {
        await client.mailboxCreate('Elsewhere').catch(() => undefined);
        await client.messageMove(String(before.uid), 'Elsewhere', { uid: true });
        await client.mailboxOpen('Elsewhere');
        await client.messageMove('1:*', 'INBOX');
      });
      return arrives(next);
    });
    await decided(after);
    const moved = await until(async () => (await found(messageId)).find(({ uid }) => uid! > before.uid!));
    expect(moved).toMatchObject({ id: before.id, outcome: 'accept' });
    expect(await found(messageId)).toHaveLength(1);
    expect(await received(sent)).toBe(1);
    expect(await reports()).toHaveLength(told);
  });

  it('is not taken for a mail that we have read because it has its Message-ID', async () => {
    await isRead();
    const told = (await reports()).length;
    const sent = await service.announced();
    const messageId = await arrives(sent);
    const ours = await until(async () => (await found(messageId)).find(({ seenAt }) => seenAt !== null));
    await meanwhile(async () => {
      await asMailProgram((client) =>
        client.append('INBOX', anAnswer(sent.token, { messageId, text: 'Something else altogether.' }), ['\\Seen']),
      );
    });
    await until(async () => (await found(messageId)).length === 2);
    const [first, second] = (await found(messageId)).sort((one, other) => one.uid! - other.uid!);
    expect(first).toMatchObject({ id: ours.id, uid: ours.uid, outcome: 'accept' });
    expect(second).toMatchObject({ outcome: 'skipped', decidedBy: 'read-by-somebody-else' });
    // The first of a day is reported, and no other one.
    expect(await reports()).toHaveLength(Math.max(told, 1));
  });

  it('is told from mail that we have read when the mailbox is built anew and every UID is another one', async () => {
    await isRead();
    const told = (await reports()).length;
    const sent = await service.announced();
    const ours = await arrives(sent);
    await until(async () => (await found(ours)).find(({ seenAt }) => seenAt !== null));
    const count = (await service.listed()).length;
    const theirs = await meanwhile(async () => {
      const messageId = await arrives(await service.announced());
      await readAll();
      await isBuiltAnew();
      return messageId;
    });
    expect(await decided(theirs)).toMatchObject({ outcome: 'skipped' });
    expect(await service.listed()).toHaveLength(count + 1);
    const uids = await asMailProgram(async (client) => (await client.search({ all: true }, { uid: true })) || []);
    expect(uids).toContain((await decided(ours)).uid);
    expect(await received(sent)).toBe(1);
    expect(await reports()).toHaveLength(told);
  });

  it('is fetched from where it is now when the mailbox was built anew after it was replayed', async () => {
    const sent = await service.announced();
    const mail = await decided(await readByOthers(sent));
    await meanwhile(async () => {
      expect(await replayed(mail.id)).toBe(202);
      await isBuiltAnew();
    });
    expect(await decided(mail.messageId!)).toMatchObject({ id: mail.id, outcome: 'accept', uid: mail.uid });
    expect(await received(sent)).toBe(1);
  });
});
