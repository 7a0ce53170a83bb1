import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { connectImap } from './imap-connection.js';

const MAILS = 120;
const here = world();
let dovecot: RunningDovecot;

const textOf = (number: number): string => `Subject: ${number}\r\n\r\nmail ${number} ${'x'.repeat(number)}\r\n`;

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { alice: 'wonder' }, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  for (let number = 0; number < MAILS; number += 1)
    await deliverByLmtp({
      port: dovecot.ports.lmtp,
      reversePath: 'bob@example.test',
      forwardPaths: ['alice@example.test'],
      message: Buffer.from(textOf(number)),
    });
}, 60_000);

const endpoint = () => ({
  host: '127.0.0.1',
  port: dovecot.ports.imap,
  encryption: 'none' as const,
  user: 'alice@example.test',
  password: 'wonder',
});

async function opened() {
  const mailbox = await connectImap(endpoint());
  here.onEnd(() => mailbox.close());
  return { mailbox, mails: (await mailbox.listAfter(undefined)).mails };
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
