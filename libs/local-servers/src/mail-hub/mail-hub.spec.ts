import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { createTransport, type SMTPTransportOptions } from 'nodemailer';
import { makeCertificates } from '../certificates.js';
import { startDovecot, type RunningDovecot } from '../dovecot/dovecot.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { startMailHub, type MailHub } from './mail-hub.js';

const folder = makeTemporaryFolder();
const tls = makeCertificates(join(folder, 'tls'));
const domain = 'example.test';
const users = { alice: 'secret', bob: 'secret' };
let dovecot: RunningDovecot;
let hub: MailHub;

beforeAll(async () => {
  dovecot = await startDovecot({ dir: join(folder, 'dovecot'), domain, users, isForgetful: true });
  hub = await startMailHub({ domain, users, lmtpPort: dovecot.ports.lmtp, tls });
});
afterAll(async () => {
  await hub.stop();
  await dovecot.stop();
  rmSync(folder, { recursive: true, force: true });
});

const ALICE = { user: 'alice', pass: 'secret' };

async function send(to: string[], options: Partial<SMTPTransportOptions> = { auth: ALICE }): Promise<string> {
  const transport = createTransport({ host: 'localhost', port: hub.port, tls: { ca: tls.ca }, ...options });
  const { response } = await transport.sendMail({ from: 'alice@example.test', to, subject: 'Hello', text: 'Hello' });
  return response;
}

async function inboxOfBob(): Promise<string[]> {
  const auth = { user: 'bob@example.test', pass: 'secret' };
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.ports.imap, secure: false, auth, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    return (await client.fetchAll('1:*', { source: true })).map(({ source }) => source?.toString() ?? '');
  } finally {
    await client.logout();
  }
}

describe('the mail hub', () => {
  it('has delivered what it has accepted, plus address and all', async () => {
    await send(['bob+intent@example.test']);
    expect(await inboxOfBob()).toContainEqual(expect.stringContaining('Delivered-To: bob+intent@example.test'));
  });

  it.each([
    ['over TLS', { requireTLS: true, auth: ALICE }],
    ['without TLS', { ignoreTLS: true, auth: ALICE }],
    ['by LOGIN', { auth: ALICE, authMethod: 'LOGIN' }],
    ['with the whole address as login', { auth: { ...ALICE, user: 'alice@example.test' } }],
  ])('takes mail %s', async (_name, options) => {
    expect(await send(['bob@example.test'], options)).toMatch(/^250 /);
  });

  it.each([
    ['mail for nobody', ['nobody@example.test'], { auth: ALICE }, 550],
    ['mail for another domain', ['bob@elsewhere.test'], { auth: ALICE }, 550],
    ['mail from nobody in particular', ['bob@example.test'], {}, 530],
    ['a wrong password', ['bob@example.test'], { auth: { ...ALICE, pass: 'wrong' } }, 535],
  ])('refuses %s', async (_name, to, options, responseCode) => {
    await expect(send(to, options)).rejects.toMatchObject({ responseCode });
  });

  it('asks to try again when the mailboxes cannot be reached', async () => {
    const orphan = await startMailHub({ domain, users, lmtpPort: 1 });
    const sent = send(['bob@example.test'], { auth: ALICE, port: orphan.port });
    await expect(sent.finally(() => orphan.stop())).rejects.toMatchObject({ responseCode: 451 });
  });
});
