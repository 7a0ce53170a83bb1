import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import {
  deliverByLmtp,
  makeTemporaryFolder,
  startDovecot,
  startMailHub,
  type MailHub,
  type RunningDovecot,
} from '@replyline/local-servers';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Mailbox } from './mailbox.js';

const EXAMPLE = fileURLToPath(new URL('../../../docs/examples/answer.py', import.meta.url));
const dir = makeTemporaryFolder();
const users = { alice: 'secret', bob: 'secret', replies: 'secret' };
let dovecot: RunningDovecot;
let hub: MailHub;

beforeAll(async () => {
  dovecot = await startDovecot({ dir: join(dir, 'dovecot'), domain: 'example.test', users });
  hub = await startMailHub({ lmtpPort: dovecot.ports.lmtp, users, domain: 'example.test' });
});

afterAll(async () => {
  await hub?.stop();
  await dovecot?.stop();
  rmSync(dir, { recursive: true, force: true });
});

const answer = (who: string, ...words: string[]) => {
  const env = {
    PATH: process.env['PATH'],
    IMAP: `127.0.0.1:${dovecot.ports.imap}`,
    SMTP: `127.0.0.1:${hub.port}`,
    MAILBOX: `${who}@example.test`,
    PASSWORD: 'secret',
  };
  return promisify(execFile)('python3', [EXAMPLE, ...words], { env, cwd: dir });
};

const SENT = [
  'From: Replyline <notifications@example.test>',
  'To: alice@example.test',
  'Reply-To: Replyline <replies+token@example.test>',
  'Subject: Lunch',
  'Message-ID: <sent@example.test>',
  'Date: Sat, 21 Nov 2026 17:52:19 +0000',
  'Content-Type: text/plain; charset=utf-8',
  '',
  'Pizza?',
  '',
].join('\r\n');

it('the example answers the newest mail as a mail client does, with its files', async () => {
  const message = Buffer.from(SENT);
  const forwardPaths = ['alice@example.test'];
  await deliverByLmtp({ port: dovecot.ports.lmtp, reversePath: 'a@example.test', forwardPaths, message });
  writeFileSync(join(dir, 'menu.csv'), 'pizza,9');
  const { stdout } = await answer('alice', 'Yes, ähnlich wie gestern.', 'menu.csv');

  const login = { host: '127.0.0.1', port: dovecot.ports.imap, user: 'replies@example.test', password: 'secret' };
  const replies = await Mailbox.open(login);
  const mail = await replies.waitFor(({ messageId }) => messageId === `<${stdout.trim()}>`);
  await replies.close();
  expect(mail).toMatchObject({ subject: 'Re: Lunch', from: 'alice@example.test', references: ['<sent@example.test>'] });
  expect(mail.headers.get('in-reply-to')).toBe('<sent@example.test>');
  expect(mail.text).toMatch(/^Yes, ähnlich wie gestern\.\n\nOn .*, Replyline wrote:\n> Pizza\?/);
  expect(mail.raw.toString()).toContain('filename="menu.csv"');
});

it('the example says that there is nothing to answer', async () => {
  await expect(answer('bob', 'Yes.')).rejects.toThrow('There is no mail in the inbox of bob@example.test');
});
