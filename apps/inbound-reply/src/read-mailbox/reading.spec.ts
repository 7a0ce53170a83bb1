import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { MailboxUnhealthyV1, ReplyReceivedV1 } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import {
  deliverByLmtp,
  startDovecot,
  startTcpProxy,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import type { MailboxConnection } from '@replyline/providers/imap';
import { until, world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { ServiceUnderTest, type Sent } from '../testing/service-under-test.js';
import { MAX_HEADER_BYTES } from './header-section.js';
import { TakeIn } from './take-in.js';

const here = world();
const USERS = { replies: 'secret', other: 'secret', third: 'secret' };
let dovecot: RunningDovecot;
let cable: TcpProxy;
let first: ServiceUnderTest;
let second: ServiceUnderTest;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: USERS, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  cable = await startTcpProxy({ targetPort: dovecot.ports.imap });
  here.onEnd(() => cable.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: cable.port, password: 'secret' };
  first = await ServiceUnderTest.start(servers);
  await first.configure();
  second = await ServiceUnderTest.start(servers);
  here.onEnd(() => second.stop());
});

const deliver = (message: Buffer, login = 'replies'): Promise<void> =>
  deliverByLmtp({
    port: dovecot.ports.lmtp,
    reversePath: 'alice@example.test',
    forwardPaths: [`${login}@example.test`],
    message,
  });

const received = async ({ conversationId }: Sent, service = first): Promise<number> =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId).length;

/** Is received in the end, and once. */
const isReceived = (sent: Sent): Promise<unknown> =>
  until(async () => (await received(sent)) === 1, { what: 'the reply' });

async function asMailProgram<T>(login: string, work: (client: ImapFlow) => Promise<T>): Promise<T> {
  const auth = { user: `${login}@example.test`, pass: 'secret' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.ports.imap, doSTARTTLS: false, auth, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  await client.mailboxOpen('INBOX');
  return work(client).finally(() => client.logout());
}

const unseen = (login: string): Promise<number[]> =>
  asMailProgram(login, async (client) => (await client.search({ seen: false }, { uid: true })) || []);

/** A mailbox with one mail. */
const mailboxWith = (sizeBytes: number, fetch: MailboxConnection['fetch'], id = '1:1'): MailboxConnection => ({
  listAfter: async () => ({ mails: [{ id, sizeBytes, receivedAt: new Date(), isSeen: false }], cursor: id }),
  fetch,
  mayBeOfMail: (error) => (error as Failure).code !== 'mailbox.throttled',
  addSeen: async (ids) => ({ marked: ids, refused: [] }),
  wait: async () => undefined,
  close: async () => undefined,
});

const SERVED = Buffer.from('S');

/** By the reader of this term, or of one that is over. */
const visited = async (mailbox: MailboxConnection, epoch?: number, document = 'reply-mailbox'): Promise<void> => {
  const [lease]: { epoch: string }[] = await first.db.query(`SELECT epoch FROM lease WHERE name = $1`, [document]);
  const reading = { mailbox: 'late', document, epoch: epoch ?? Number(lease!.epoch) };
  return first.app.get(TakeIn).visit(mailbox, reading, new AbortController().signal);
};

describe('the reader', () => {
  it('marks as seen what has its verdict', async () => {
    const sent = await first.announced();
    await deliver(anAnswer(sent.token));
    await isReceived(sent);
    await until(async () => (await unseen('replies')).length === 0);
  });

  it('marks as seen later what a crash after the verdict left unmarked, and publishes nothing again', async () => {
    const sent = await first.announced();
    await deliver(anAnswer(sent.token, { messageId: 'crashed@example.test' }));
    await isReceived(sent);
    await until(async () => (await unseen('replies')).length === 0);
    await asMailProgram('replies', (client) => client.messageFlagsRemove('1:*', ['\\Seen'], { uid: true }));
    await first.db.query(`UPDATE inbound_mail SET seen_at = NULL`);
    cable.cut();
    cable.heal();
    await until(async () => (await unseen('replies')).length === 0);
    expect(await received(sent)).toBe(1);
    expect(await first.committed(MailboxUnhealthyV1)).toEqual([]);
  });

  it('decides what a crash before the verdict left undecided', async () => {
    const sent = await first.announced();
    await deliver(anAnswer(sent.token, { messageId: 'undecided@example.test' }));
    await isReceived(sent);
    await first.db.query(
      `WITH it AS (UPDATE inbound_mail SET state = 'stored', outcome = NULL, next_try_at = now() + interval '1 hour'
         WHERE message_id = 'undecided@example.test' RETURNING reply_id) DELETE FROM claim USING it WHERE claim.id = it.reply_id`,
    );
    await first.db.query(`DELETE FROM outbox WHERE payload LIKE '%' || $1 || '%'`, [sent.conversationId]);
    cable.cut();
    cable.heal();
    await isReceived(sent);
  });

  it('comes back after the connection broke, and reads what arrived meanwhile', async () => {
    const sent = await first.announced();
    cable.blackHole();
    cable.cut();
    await deliver(anAnswer(sent.token));
    cable.heal();
    await isReceived(sent);
  });

  it('posts nothing again when the mailbox is built anew, every UID is another one and nothing is read', async () => {
    const sent = await first.announced();
    await deliver(anAnswer(sent.token, { messageId: 'anew@example.test' }));
    await isReceived(sent);
    const isReadUpTo = `SELECT 1 FROM inbound_mail JOIN mailbox ON cursor = mail_id WHERE message_id = 'anew@example.test'`;
    await until(async () => (await first.db.query(isReadUpTo))[0]);
    await until(async () => (await unseen('replies')).length === 0);
    await asMailProgram('replies', (client) => client.messageFlagsRemove('1:*', ['\\Seen'], { uid: true }));
    await first.db.query(`UPDATE mailbox SET cursor = '1:' || split_part(cursor, ':', 2)`);
    await first.db.query(`UPDATE inbound_mail SET uid_validity = 1, mail_id = '1:' || uid`);
    cable.cut();
    cable.heal();
    const copies = await until(async () => {
      const found = await first.mails(({ messageId }) => messageId === 'anew@example.test');
      return found.length === 2 && found.every(({ state }) => state === 'processed') ? found : undefined;
    });
    expect(copies.map(({ decidedBy }) => decidedBy)).toEqual(['accept', 'duplicate']);
    expect(await received(sent)).toBe(1);
  });

  it('goes on after a mail that meets a defect of ours, which is not seen before it has its verdict', async () => {
    const [stuck, next] = [await first.announced(), await first.announced()];
    await first.db.query(`ALTER TABLE inbound_mail ADD CONSTRAINT defect CHECK (message_id <> 'defect@example.test')`);
    await deliver(anAnswer(stuck.token, { messageId: 'defect@example.test' }));
    await deliver(anAnswer(next.token, { messageId: 'next@example.test' }));
    await until(() =>
      first.db
        .query(`SELECT 1 FROM inbound_mail WHERE message_id = 'next@example.test' AND seen_at IS NOT NULL`)
        .then(([row]: unknown[]) => row),
    );
    expect(await unseen('replies')).toHaveLength(1);
    await first.db.query(`ALTER TABLE inbound_mail DROP CONSTRAINT defect`);
    await first.db.query(`UPDATE inbound_mail SET next_try_at = now() WHERE failed_tries > 0`);
    await isReceived(stuck);
  });

  it('leaves a mail behind that the server cannot serve, with a verdict and not seen, and reads on', async () => {
    await first.configure({ enabled: false, revision: 2 });
    await until(() => cable.openConnections() === 0);
    const [stuck, next] = [await first.announced(), await first.announced()];
    await deliver(anAnswer(stuck.token));
    const arrived = `${here.folder()}/dovecot/mail/example.test/replies/Maildir/new`;
    for (const file of readdirSync(arrived)) chmodSync(join(arrived, file), 0);
    await deliver(anAnswer(next.token));
    await first.configure({ revision: 3 });
    await isReceived(next);
    const find = async () => (await first.mails(({ isWhole }) => !isWhole)).find(({ sha256 }) => sha256 === null);
    expect(await find()).toMatchObject({ state: 'requested', outcome: null, isWhole: false });
    // The mailbox was built anew not long ago: most of what was given before is not there any more.
    await first.db.query(
      `UPDATE inbound_mail SET uid_validity = 2, mail_id = '2:' || uid WHERE uid_validity <> 1 AND sha256 IS NOT NULL
         AND stored_at < (SELECT max(stored_at) FROM inbound_mail WHERE sha256 IS NOT NULL)`,
    );
    await first.db.query(`UPDATE inbound_mail SET next_try_at = now(), failed_tries = 4 WHERE sha256 IS NULL`);
    await first.configure({ revision: 49 });
    const unserved = await until(async () => {
      const mail = await find();
      return mail?.state === 'processed' ? mail : undefined;
    });
    expect(unserved).toMatchObject({ outcome: 'unreadable', decidedBy: 'reader', isWhole: false });
    expect(unserved.verdict).toMatchObject({ code: expect.stringMatching(/^mailbox\./) });
    expect((await first.committed(MailboxUnhealthyV1)).at(-1)?.data.code).toBe('mailbox.mail_not_given');
    expect((await first.fetch(`/v1/inbound-mails/${unserved.id}/raw`)).status).toBe(404);
    await until(async () => (await unseen('replies')).length === 1);
    expect(await unseen('replies')).toEqual([unserved.uid]);
  });

  it('hands on in its order what came while nobody read', async () => {
    const sents = await Promise.all([1, 2, 3].map(() => first.announced()));
    await first.configure({ enabled: false, revision: 50 });
    const texts = Array.from({ length: 20 }, (_, number) => `Answer number ${number}.`);
    for (const text of texts) for (const { token } of sents) await deliver(anAnswer(token, { text }));
    await first.configure({ revision: 51 });
    await until(async () => (await received(sents[2]!)) === texts.length);
    for (const { conversationId } of sents) {
      const events = await first.committed(ReplyReceivedV1);
      const mine = events.filter(({ data }) => data.conversationId === conversationId);
      expect(mine.map(({ data }) => data.text)).toEqual(texts);
    }
  });

  it('follows the settings as they change', async () => {
    const sent = await first.announced();
    await first.configure({ user: 'other@example.test', revision: 4 });
    await deliver(anAnswer(sent.token), 'other');
    await isReceived(sent);
    await first.configure({ enabled: false, revision: 5 });
    await until(() => cable.openConnections() === 0);
  });

  it('says once that the mailbox cannot be read, and why, and is ready all the same', async () => {
    const before = (await first.committed(MailboxUnhealthyV1)).length;
    const third = first.mailbox({ user: 'third@example.test', revision: 7 });
    await first.configure({ user: 'third@example.test', revision: 6, password: third.password! });
    await until(async () => (await first.committed(MailboxUnhealthyV1))[before]);
    await first.configure({ user: 'third@example.test', revision: 8, enabled: false });
    await first.configure({ user: 'third@example.test', revision: 9, password: third.password! });
    await until(async () => (await first.db.query(`SELECT 1 FROM mailbox WHERE trouble = 'seal.not_ours'`))[0]);
    expect((await fetch(`${first.url}/health/ready`)).status).toBe(200);
    const sent = await first.announced();
    await first.configure({ user: 'third@example.test', revision: 10 });
    await deliver(anAnswer(sent.token), 'third');
    await isReceived(sent);
    expect((await first.committed(MailboxUnhealthyV1)).slice(before).map(({ data }) => data)).toEqual([
      { mailbox: 'reply-mailbox', code: 'seal.not_ours' },
    ]);
  });

  it('goes on at once where a mailbox is listed piece by piece', async () => {
    const [lease]: { epoch: string }[] = await first.db.query(`SELECT epoch FROM lease WHERE name = 'reply-mailbox'`);
    const reading = { mailbox: 'vast', document: 'reply-mailbox', epoch: Number(lease!.epoch) };
    const places: (string | undefined)[] = [];
    const one = mailboxWith(1, async (id) => anAnswer('', { messageId: `${id}@vast.test` }));
    const piece = (nth: number) => ({ id: `1:${nth}`, sizeBytes: 1, receivedAt: new Date(), isSeen: false });
    const listAfter = async (cursor?: string) => {
      const nth = places.push(cursor);
      return { mails: [piece(nth)], cursor: `1:${nth}`, hasMore: nth < 3 };
    };
    await first.app.get(TakeIn).visit({ ...one, listAfter }, reading, new AbortController().signal);
    expect(places).toEqual([undefined, '1:1', '1:2']);
    const read = (await first.mails()).filter(({ mailbox }) => mailbox === 'vast').map(({ mailId }) => mailId);
    expect(read).toEqual(['1:1', '1:2', '1:3']);
    const [row] = await first.db.query(`SELECT cursor FROM mailbox WHERE mailbox = 'vast'`);
    expect(row).toEqual({ cursor: '1:3' });
  });

  it('fetches what was replayed once all pieces of a mailbox are listed', async () => {
    const [lease]: { epoch: string }[] = await first.db.query(`SELECT epoch FROM lease WHERE name = 'reply-mailbox'`);
    const reading = { mailbox: 'vast', document: 'reply-mailbox', epoch: Number(lease!.epoch) };
    await first.db.query(`UPDATE inbound_mail SET state = 'requested' WHERE mailbox = 'vast' AND mail_id = '1:1'`);
    const done: string[] = [];
    const one = mailboxWith(1, async (id) => (done.push(`fetched ${id}`), anAnswer('', { messageId: '1@vast.test' })));
    const listAfter = async () => {
      const nth = done.push('listed');
      return { mails: [], cursor: `1:${3 + nth}`, hasMore: nth < 2 };
    };
    await first.app.get(TakeIn).visit({ ...one, listAfter }, reading, new AbortController().signal);
    expect(done.filter((it) => it === 'listed' || it === 'fetched 1:1')).toEqual(['listed', 'listed', 'fetched 1:1']);
  });

  it('fetches no more than the header section of a mail over the limit', async () => {
    const asked: number[] = [];
    const large = mailboxWith(10 ** 9, async (_id, maxBytes) => void asked.push(maxBytes));
    await visited(large);
    expect(asked).toEqual([MAX_HEADER_BYTES]);
  });

  it('says beforehand which mails it will fetch whole: none that is read, too large or stored already', async () => {
    const now = new Date();
    const mail = (id: string, more: object = {}) => ({ id, sizeBytes: 10, receivedAt: now, isSeen: false, ...more });
    const mails = [mail('b 1'), mail('b 2', { isSeen: true }), mail('b 3', { sizeBytes: 10 ** 9 }), mail('b 4')];
    const foretold: string[][] = [];
    const mailbox: MailboxConnection = {
      ...mailboxWith(10, async () => Buffer.from('Subject: x\r\n\r\nx')),
      listAfter: async () => ({ mails, cursor: `b ${foretold.length}` }),
      prefetch: (wanted) => void foretold.push(wanted.map(({ id }) => id)),
    };
    await visited(mailbox);
    mails.push(mail('b 5'));
    await visited(mailbox);
    expect(foretold).toEqual([['b 1', 'b 4'], ['b 5']]);
  });

  it.each([
    ['mailbox.throttled', 'passes no mail by because it is told to wait', []],
    ['mailbox.connection_lost', 'passes a mail by that ends the connection three times', [{ state: 'requested' }]],
  ] as const)('%s: %s', async (code, _what, passedBy) => {
    const failing = mailboxWith(10, () => Promise.reject(new Failure(code)), code);
    const thrown: string[] = [];
    const other = { id: 'glimpsed', sizeBytes: 1, receivedAt: new Date(), isSeen: false };
    const beside: MailboxConnection = {
      ...failing,
      listAfter: async () => {
        const { mails, cursor } = await failing.listAfter(undefined);
        return { mails: [...mails, other], cursor };
      },
      fetch: async (id) => (id === code ? Promise.reject(new Failure(code)) : SERVED),
    };
    for (const mailbox of [failing, failing, beside, beside])
      await visited(mailbox).catch((error: Failure) => thrown.push(error.code));
    expect(thrown).toHaveLength(passedBy.length === 0 ? 4 : 3);
    expect(await first.db.query(`SELECT state FROM inbound_mail WHERE mail_id = $1`, [code])).toEqual(passedBy);
  });

  it('passes a mail by that somebody else has read without ever deciding it', async () => {
    const receivedAt = new Date(Date.now() + 60_000);
    const [read, other] = ['read', 'beside it'].map((id) => ({ id, sizeBytes: 1, receivedAt, isSeen: id === 'read' }));
    const mailbox: MailboxConnection = {
      ...mailboxWith(1, async (id) =>
        id === 'read' ? Promise.reject(new Failure('mailbox.connection_lost')) : SERVED,
      ),
      listAfter: async () => ({ mails: [read!, other!], cursor: 'read' }),
    };
    for (let tries = 0; tries < 3; tries += 1) await expect(visited(mailbox)).rejects.toThrow();
    await visited(mailbox);
    const [kept] = await first.db.query(`SELECT state, outcome, is_whole FROM inbound_mail WHERE mail_id = 'read'`);
    expect(kept).toEqual({ state: 'processed', outcome: 'skipped', is_whole: false });
  });

  it('that was frozen and has been replaced writes nothing', async () => {
    await visited(mailboxWith(10, async () => undefined, 'gone'));
    const before = (await first.listed()).length;
    const late = mailboxWith(10, async () => Buffer.from('Subject: x\r\n\r\nx'), 'late');
    await expect(visited(late, 0)).rejects.toMatchObject({ code: 'lease.lost' });
    expect(await first.listed()).toHaveLength(before);
  });

  it('stores nothing for another reader that has come to the same mailbox by other settings', async () => {
    await first.db.query(`INSERT INTO lease (name, epoch, expires_at) VALUES ('reply-mailbox.twin', 1, now())`);
    const text = Buffer.from('Subject: x\r\n\r\nx');
    let isStored: () => void;
    const stored = new Promise<void>((resolve) => (isStored = resolve));
    let begins: () => void;
    const begun = new Promise<void>((resolve) => (begins = resolve));
    const two = ['stale 1', 'stale 2'].map((id) => ({ id, sizeBytes: 10, receivedAt: new Date(), isSeen: false }));
    const stale: MailboxConnection = {
      ...mailboxWith(10, async (id) => (id === 'stale 2' && (begins(), await stored), text)),
      listAfter: async () => ({ mails: two, cursor: 'stale' }),
    };
    const late = expect(visited(stale, 0)).rejects.toMatchObject({ code: 'lease.lost' });
    await begun;
    await visited(
      mailboxWith(10, async () => text, 'of the twin'),
      1,
      'reply-mailbox.twin',
    );
    isStored!();
    await late;
    const kept = (await first.mails()).map(({ mailId }) => mailId);
    expect([kept.includes('of the twin'), kept.includes('stale 1')]).toEqual([true, false]);
  });

  it('is one among the replicas, and another one goes on at once when it stops', async () => {
    await first.configure({ revision: 11 });
    await until(() => cable.openConnections() === 1);
    const sent = await first.announced();
    await first.stop();
    await deliver(anAnswer(sent.token));
    // A lease that nobody gave back would be free after nine seconds.
    await until(async () => (await received(sent, second)) === 1, { deadlineMs: 8_000, what: 'the reply' });
    expect(cable.openConnections()).toBe(1);
  });
});
