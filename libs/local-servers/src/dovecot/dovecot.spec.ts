import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { makeCertificates } from '../certificates.js';
import { deliverByLmtp } from '../mail-hub/lmtp.js';
import { aPrivateServer } from '../private-server.contract.js';
import { greeting } from '../speak.js';
import { makeTemporaryFolder } from '../temporary-folder.js';
import { startDovecot, type RunningDovecot } from './dovecot.js';

const folder = makeTemporaryFolder();
const tls = makeCertificates(join(folder, 'tls'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (dir: string, earlier?: RunningDovecot) =>
  startDovecot({
    dir,
    domain: 'example.test',
    users: { alice: 'se:cret' },
    tls,
    isForgetful: true,
    ...(earlier && { ports: earlier.ports }),
  });

const deliver = ({ ports }: RunningDovecot, to: string) =>
  deliverByLmtp({
    port: ports.lmtp,
    reversePath: 'bob@example.test',
    forwardPaths: [to],
    message: Buffer.from('Subject: Kept\r\n\r\nRemember me.\r\n'),
  });

async function firstMessage(options: Partial<ImapFlowOptions> & { port: number }, pass = 'se:cret'): Promise<string> {
  const auth = { user: 'alice@example.test', pass };
  const client = new ImapFlow({
    host: 'localhost',
    secure: false,
    tls: { ca: tls.ca },
    auth,
    logger: false,
    ...options,
  });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen('INBOX');
    const message = await client.fetchOne('1', { source: true });
    return (message && message.source?.toString()) || '';
  } finally {
    await client.logout();
  }
}

aPrivateServer<RunningDovecot>({
  name: 'Dovecot',
  start,
  portOf: ({ ports }) => ports.imap,
  lockFile: 'run/master.pid',
  remember: (server) => deliver(server, 'alice@example.test'),
  recall: async ({ ports }) => {
    expect(await firstMessage({ port: ports.imap, doSTARTTLS: true })).toContain('Remember me.');
  },
});

describe('the mailboxes of a private Dovecot', () => {
  let dovecot: RunningDovecot;
  beforeAll(async () => {
    dovecot = await start(join(folder, 'mailboxes'));
    await deliver(dovecot, 'alice+intent@example.test');
  });
  afterAll(() => dovecot.stop());

  it.each([
    ['plain', () => ({ port: dovecot.ports.imap, doSTARTTLS: false })],
    ['with STARTTLS', () => ({ port: dovecot.ports.imap, doSTARTTLS: true })],
    ['with TLS from the start', () => ({ port: dovecot.ports.imaps, secure: true })],
  ])('are read by IMAP %s, and the plus detail is kept', async (_name, options) => {
    expect(await firstMessage(options())).toContain('Delivered-To: alice+intent@example.test');
  });

  it('answer by POP3', async () => {
    expect(await greeting(dovecot.ports.pop3, /\r\n/)).toMatch(/^\+OK/);
  });

  it('do not take mail for nobody', async () => {
    await expect(deliver(dovecot, 'nobody@example.test')).rejects.toMatchObject({ responseCode: 550 });
  });

  it('refuse wrong passwords without slowing the next login', async () => {
    // The penalty doubles up to 15 seconds: with it, as many would take longer than the runner waits.
    for (let time = 0; time < 7; time += 1) {
      const wrong = firstMessage({ port: dovecot.ports.imap }, 'wrong');
      await expect(wrong).rejects.toMatchObject({ serverResponseCode: 'AUTHENTICATIONFAILED' });
    }
    expect(await firstMessage({ port: dovecot.ports.imap })).toBeDefined();
  });

  it('work where only we may look, and where paths are too long for sockets', async () => {
    const far = await start(join(folder, 'closed', 'a-folder-with-quite-a-long-name', 'and-another-one-in-it'));
    await deliver(far, 'alice@example.test').finally(() => far.stop());
  });
});
