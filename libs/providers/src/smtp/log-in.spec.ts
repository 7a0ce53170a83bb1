import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { Encryption, TestReport } from '@replyline/contracts';
import { startDovecot, startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { connectImap } from '../imap/imap-connection.js';
import { filing } from '../incoming/sent-folder.js';
import { tryImap } from '../imap/try-imap.js';
import type { TokenSource } from '../token-source.js';
import { trySmtp } from './try-smtp.js';

const here = world();
const USER = 'alice@example.test';
const failed = ({ steps }: TestReport) => steps.find(({ outcome }) => outcome === 'failed');

/** Gives out `stale` first and `fresh` when it is asked to renew. */
function tokens(first = 'stale') {
  const asked: boolean[] = [];
  const source: TokenSource = (renew) => {
    asked.push(renew);
    return Promise.resolve(renew ? 'fresh' : first);
  };
  return { asked, source };
}

describe('logging in to an SMTP server with an access token', () => {
  let server: ScriptedSmtp;
  let shown: string[];
  beforeAll(async () => {
    server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
  });
  const isGood = (argument: string) =>
    Buffer.from(argument.split(' ')[1] ?? '', 'base64')
      .toString()
      .includes('auth=Bearer fresh');
  const offer = (mechanisms: string) => {
    shown = [];
    server.follow(({ step, argument }) => {
      if (step === 'ehlo') return { reply: `250-mail.example.test\r\n250 AUTH ${mechanisms}` };
      if (step !== 'auth') return undefined;
      shown.push(Buffer.from(argument.split(' ')[1] ?? '', 'base64').toString());
      return isGood(argument) ? undefined : { reply: '535 5.7.3 Authentication unsuccessful' };
    });
  };
  const attempt = (source: TokenSource) => {
    const settings = { host: '127.0.0.1', port: server.port, encryption: 'none', verifyCertificate: true } as const;
    return trySmtp(
      { settings: { ...settings, timeoutSeconds: 20, user: USER }, accessToken: source },
      { reversePath: USER },
    );
  };

  it('says whose it is, as XOAUTH2 has it', async () => {
    offer('LOGIN XOAUTH2');
    const { source, asked } = tokens('fresh');
    expect((await attempt(source)).outcome).toBe('ok');
    expect(shown).toEqual([`user=${USER}\u0001auth=Bearer fresh\u0001\u0001`]);
    expect(asked).toEqual([false]);
  });

  it('asks for another token after a refusal, once', async () => {
    offer('XOAUTH2');
    const { source, asked } = tokens();
    expect((await attempt(source)).outcome).toBe('ok');
    expect(asked).toEqual([false, true]);
  });

  it('gives up when the next one is refused as well', async () => {
    offer('XOAUTH2');
    const report = await attempt(() => Promise.resolve('kanarienvogel'));
    expect(failed(report)).toMatchObject({ name: 'authentication', code: 'provider.credentials_rejected' });
    expect(shown).toHaveLength(2);
    expect(JSON.stringify(report)).not.toContain('kanarienvogel');
  });

  it('says so of a server that does not know it', async () => {
    server.follow(({ step }) =>
      step === 'auth' ? { reply: '504 5.7.4 Unrecognized authentication type' } : undefined,
    );
    expect(failed(await attempt(tokens().source))).toMatchObject({ code: 'provider.authentication_unavailable' });
  });
});

describe('logging in to an IMAP server with an access token', () => {
  const nobody = { send: () => Promise.reject(new Error('not sent here')), close: () => Promise.resolve() };
  let endpoint: { host: string; port: number; encryption: Encryption; user: string };
  beforeAll(async () => {
    // The part of an authorization server that says whose a token is (RFC 7662), here by GET.
    const server = createServer((request, response) => {
      const isActive = new URL(request.url!, 'http://here').searchParams.get('token') === 'fresh';
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify(isActive ? { active: true, email: USER } : { active: false }));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    here.onEnd(() => void server.close());
    const introspectionUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=`;
    const users = { alice: 'wonder' };
    const dir = `${here.folder()}/dovecot`;
    const dovecot = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true, introspectionUrl });
    here.onEnd(() => dovecot.stop());
    endpoint = { host: '127.0.0.1', port: dovecot.ports.imap, encryption: 'none', user: USER };
  });

  it('lets it in, after another token where the first one is refused', async () => {
    const { source, asked } = tokens();
    const mailbox = await connectImap({ ...endpoint, accessToken: source });
    await mailbox.close();
    expect(asked).toEqual([false, true]);
    const report = await tryImap({ ...endpoint, accessToken: tokens('fresh').source });
    expect([report.outcome, report.steps.find(({ name }) => name === 'login')?.outcome]).toEqual(['ok', 'ok']);
  });

  it('shows what was sent, in the same way', async () => {
    const { source, asked } = tokens();
    const mailbox = { ...endpoint, accessToken: source };
    const { sentMail } = filing(nobody, { mailbox, timeoutSeconds: 20 });
    expect(await sentMail!.find('1@example.test', new AbortController().signal)).toEqual({ in: 'nowhere' });
    expect(asked).toEqual([false, true]);
  });

  it('is refused when the next one is refused as well', async () => {
    const report = await tryImap({ ...endpoint, accessToken: () => Promise.resolve('kanarienvogel') });
    expect(failed(report)).toMatchObject({ name: 'login', code: 'mailbox.credentials_rejected' });
    expect(JSON.stringify(report)).not.toContain('kanarienvogel');
  });
});
