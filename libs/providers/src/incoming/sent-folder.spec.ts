import { freePorts, startScriptedSmtp } from '@replyline/local-servers';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import type { ImapEndpoint } from '../imap/imap-client.js';
import { sentMailContract } from '../provider.contract.js';
import type { MailProvider } from '../provider.js';
import { filing } from './sent-folder.js';

const here = world();
let lab: MailLab;
beforeAll(async () => {
  lab = await here.mailLab();
});

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

const folder = (more: Partial<ImapEndpoint> = {}) =>
  filing(provider, { mailbox: endpoint(more), timeoutSeconds: 20 }).sentMail!;

async function filed(folder: string, ...fields: string[]): Promise<void> {
  const { host, port, user, password: pass = '' } = endpoint();
  const client = new ImapFlow({ host, port, secure: false, doSTARTTLS: false, auth: { user, pass }, logger: false });
  await client.connect();
  await client.append(folder, [...fields, 'Subject: Hello', '', 'Hello', ''].join('\r\n'));
  await client.logout();
}

sentMailContract('an SMTP server', async () => {
  const [nobodyThere] = await freePorts(1);
  const silent = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => silent.stop());
  silent.follow(() => ({ instead: 'silence' }));
  return {
    sentMail: folder(),
    silent: folder({ port: silent.port }),
    down: folder({ port: nobodyThere! }),
    sent: (messageId) => filed('Sent', `Message-ID: <${messageId}>`),
  };
});

describe('a folder of what was sent', () => {
  it('does not have what lies elsewhere', async () => {
    await filed('INBOX', 'Message-ID: <elsewhere@example.test>');
    expect(await folder().find('elsewhere@example.test', never())).toEqual({ in: 'nowhere' });
  });

  it.each(['X-Microsoft-Original-Message-ID', 'X-Google-Original-Message-ID'])(
    'tells the Message-ID that the server gave, where %s has ours',
    async (field) => {
      const ours = `${field}@example.test`;
      await filed('Sent', `Message-ID: <given-${field}@outlook.test>`, `${field}: <${ours}>`);
      const found = await folder().find(ours, never());
      expect(found).toMatchObject({ in: 'sent', providerMessageId: `given-${field}@outlook.test` });
    },
  );

  it('says in words of sending that it may not be read', async () => {
    const looking = folder({ password: 'kanarienvogel' }).find('a@example.test', never());
    const failure: unknown = await looking.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider.incoming_refused', details: { step: 'sent-folder' } });
    expect(JSON.stringify([failure, (failure as Error).stack])).not.toContain('kanarienvogel');
  });
});
