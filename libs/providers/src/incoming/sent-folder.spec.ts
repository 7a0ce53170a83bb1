import { freePorts, startScriptedSmtp } from '@replyline/local-servers';
import { Failure } from '@replyline/errors';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import type { ImapEndpoint } from '../imap/imap-connection.js';
import type { MailProvider } from '../provider.js';
import { filing } from './sent-folder.js';

const here = world();
let lab: MailLab;
beforeAll(async () => {
  lab = await here.mailLab();
}, 60_000);

const never = () => new AbortController().signal;
const provider: MailProvider = { send: () => Promise.resolve({ replyCode: 250 }), close: () => Promise.resolve() };

const endpoint = (more: Partial<ImapEndpoint> = {}): ImapEndpoint => ({
  host: '127.0.0.1',
  port: lab.dovecot.ports.imap,
  encryption: 'none',
  user: 'alice@example.test',
  password: lab.passwordOf('alice'),
  ...more,
});

const lookFor = (messageId: string, more: Partial<ImapEndpoint> = {}, signal = never()) =>
  filing(provider, { mailbox: endpoint(more), timeoutSeconds: 2 }).sentMail!.find(messageId, signal);

async function filed(folder: string, ...fields: string[]): Promise<void> {
  const { host, port, user, password: pass = '' } = endpoint();
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth: { user, pass }, logger: false });
  await client.connect();
  await client.append(folder, [...fields, 'Subject: Hello', '', 'Hello', ''].join('\r\n'));
  await client.logout();
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'found',
    (error: unknown) => (error instanceof Failure ? error.code : error),
  );

describe('a folder of what was sent', () => {
  it('has what the server filed there', async () => {
    await filed('Sent', 'Message-ID: <filed@example.test>');
    expect(await lookFor('filed@example.test')).toEqual({ in: 'sent', itemId: expect.any(String) });
  });

  it('does not have what lies elsewhere, or has a similar name', async () => {
    await filed('INBOX', 'Message-ID: <elsewhere@example.test>');
    await filed('Sent', 'Message-ID: <not-this@example.test>');
    expect(await lookFor('elsewhere@example.test')).toEqual({ in: 'nowhere' });
    expect(await lookFor('this@example.test')).toEqual({ in: 'nowhere' });
  });

  it.each(['X-Microsoft-Original-Message-ID', 'X-Google-Original-Message-ID'])(
    'tells the Message-ID that the server gave, where %s has ours',
    async (field) => {
      const ours = `${field}@example.test`;
      await filed('Sent', `Message-ID: <given-${field}@outlook.test>`, `${field}: <${ours}>`);
      expect(await lookFor(ours)).toMatchObject({ in: 'sent', providerMessageId: `given-${field}@outlook.test` });
    },
  );

  it('that cannot be reached says why, in words of sending', async () => {
    const [nobodyThere] = await freePorts(1);
    expect(await codeOf(lookFor('a@example.test', { port: nobodyThere! }))).toBe('provider.unavailable');
    expect(await codeOf(lookFor('a@example.test', { password: 'wrong' }))).toBe('provider.incoming_refused');
  });

  it('is given up in time, and when the process stops', async () => {
    const silent = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => silent.stop());
    silent.follow(() => ({ instead: 'silence' }));
    expect(await codeOf(lookFor('a@example.test', { port: silent.port }))).toBe('provider.timeout');
    const stop = new AbortController();
    const looking = lookFor('a@example.test', { port: silent.port }, stop.signal);
    setImmediate(() => stop.abort());
    expect(await codeOf(looking)).toBe('provider.unavailable');
  });
});
