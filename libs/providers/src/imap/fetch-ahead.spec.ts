import { beforeAll, describe, expect, it } from '@jest/globals';
import {
  deliverByLmtp,
  startDovecot,
  startTcpProxy,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { connectImap } from './imap-connection.js';
import type { Listing } from './mailbox-connection.js';

const MAILS = 120;
const here = world();
let dovecot: RunningDovecot;
let cable: TcpProxy;

const textOf = (number: number): string => `Subject: ${number}\r\n\r\nmail ${number} ${'x'.repeat(number)}\r\n`;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { alice: 'wonder' }, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  cable = await startTcpProxy({ targetPort: dovecot.ports.imap });
  here.onEnd(() => cable.stop());
  for (let number = 0; number < MAILS; number += 1)
    await deliverByLmtp({
      port: dovecot.ports.lmtp,
      reversePath: 'bob@example.test',
      forwardPaths: ['alice@example.test'],
      message: Buffer.from(textOf(number)),
    });
});

const endpoint = () => ({
  host: '127.0.0.1',
  port: cable.port,
  encryption: 'none' as const,
  user: 'alice@example.test',
  password: 'wonder',
});

async function opened() {
  const mailbox = await connectImap(endpoint());
  here.onEnd(() => mailbox.close());
  const { mails } = await mailbox.listAfter(undefined);
  mailbox.prefetch!(mails);
  return { mailbox, mails };
}

describe('messages that are fetched together', () => {
  it('are the messages that were asked for, one by one and in order', async () => {
    const { mailbox, mails } = await opened();
    for (const [number, { id, sizeBytes }] of mails.entries()) {
      const raw = await mailbox.fetch(id, 1_000_000);
      expect(raw!.toString()).toContain(textOf(number).trim().split('\r\n').at(-1));
      expect(raw!.byteLength).toBe(sizeBytes);
    }
  });

  it('are no longer than each was asked for', async () => {
    const { mailbox, mails } = await opened();
    for (const { id } of mails.slice(0, 10)) await mailbox.fetch(id, 1_000_000);
    expect((await mailbox.fetch(mails[10]!.id, 20))!.byteLength).toBe(20);
    expect((await mailbox.fetch(mails[11]!.id, 1_000_000))!.byteLength).toBe(mails[11]!.sizeBytes);
  });

  it('cross the line once each, whatever is asked for in between', async () => {
    const { mailbox, mails } = await opened();
    const [unread, read] = [mails.filter((_, number) => number % 2 === 0), mails.filter((_, number) => number % 2 > 0)];
    mailbox.prefetch!(unread);
    const before = cable.saidByServer();
    for (const { id } of mails) await mailbox.fetch(id, read.some((it) => it.id === id) ? 30 : 1_000_000);
    const weight = unread.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) + read.length * 30;
    expect(cable.saidByServer() - before).toBeLessThan(weight + mails.length * 80);
  });

  it('are given to a smaller wish without another question', async () => {
    const { mailbox, mails } = await opened();
    for (const { id } of mails.slice(0, 4)) await mailbox.fetch(id, 1_000_000);
    const before = cable.saidByServer();
    expect((await mailbox.fetch(mails[4]!.id, 20))!.byteLength).toBe(20);
    expect((await mailbox.fetch(mails[5]!.id, 2_000_000))!.byteLength).toBe(mails[5]!.sizeBytes);
    expect(cable.saidByServer()).toBe(before);
  });

  it('are asked for again where more is wanted than was fetched', async () => {
    const { mailbox, mails } = await opened();
    // As a server does that says too little of what a message weighs.
    mailbox.prefetch!(mails.map((mail) => ({ ...mail, sizeBytes: 1 })));
    for (const { id } of mails.slice(0, 3)) await mailbox.fetch(id, 20);
    expect((await mailbox.fetch(mails[3]!.id, 20))!.byteLength).toBe(20);
    expect((await mailbox.fetch(mails[4]!.id, 1_000_000))!.byteLength).toBe(mails[4]!.sizeBytes);
  });

  it('leave out the one that is gone', async () => {
    const { mailbox, mails } = await opened();
    const gone = mails[2]!;
    await mailbox.fetch(mails[0]!.id, 1_000_000);
    const { user, password, host, port } = endpoint();
    const client = new ImapFlow({ host, port, doSTARTTLS: false, auth: { user, pass: password }, logger: false });
    await client.connect();
    await client.mailboxOpen('INBOX');
    await client.messageDelete([gone.imap!.uid], { uid: true });
    await client.logout();
    expect(await mailbox.fetch(mails[1]!.id, 1_000_000)).toBeDefined();
    expect(await mailbox.fetch(gone.id, 1_000_000)).toBeUndefined();
    expect(await mailbox.fetch(mails[3]!.id, 1_000_000)).toBeDefined();
  });
});

describe('a mailbox of more messages than are listed at once', () => {
  it('is listed piece by piece, each message once and in order, also over gaps, and then only what is new', async () => {
    const { mails: all } = await opened().then(({ mailbox }) => mailbox.listAfter(undefined));
    const mailbox = await connectImap({ ...endpoint(), mostListed: 7 });
    here.onEnd(() => mailbox.close());
    const pieces: Listing[] = [];
    do pieces.push(await mailbox.listAfter(pieces.at(-1)?.cursor));
    while (pieces.at(-1)!.hasMore);
    expect(pieces.flatMap(({ mails }) => mails)).toEqual(all);
    expect(Math.max(...pieces.map(({ mails }) => mails.length))).toBeLessThanOrEqual(2 * 7);
    expect(pieces.length).toBeGreaterThan(all.length / 14);
    expect(await mailbox.listAfter(pieces.at(-1)!.cursor)).toEqual({ mails: [], cursor: pieces.at(-1)!.cursor });
  });
});
