import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliverByLmtp, makeCertificates, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import type { ImapEndpoint } from './imap-client.js';
import { connectImap } from './imap-connection.js';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { mailboxContract } from '../mailbox.contract.js';
import { superviseMailbox } from './imap-supervisor.js';
import { tryImap } from './try-imap.js';

const here = world();
let dovecot: RunningDovecot;
const endpoint = (changes: Partial<ImapEndpoint> = {}): ImapEndpoint => ({
  host: '127.0.0.1',
  port: dovecot.ports.imap,
  encryption: 'none',
  user: 'alice@example.test',
  password: 'wonder',
  ...changes,
});

const deliver = (text: string, to = 'alice@example.test', { ports } = dovecot): Promise<void> => {
  const message = Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`);
  return deliverByLmtp({ port: ports.lmtp, reversePath: 'bob@example.test', forwardPaths: [to], message });
};

beforeAll(async () => {
  const dir = `${here.folder()}/dovecot`;
  const users = { alice: 'wonder', bob: 'builder', carol: 'x' };
  const tls = makeCertificates(`${here.folder()}/tls`);
  dovecot = await startDovecot({ dir, domain: 'example.test', users, tls, isForgetful: true });
  here.onEnd(() => dovecot.stop());
});

/** Dovecot puts Return-Path and others before what was delivered: it is filed by IMAP, byte by byte. */
mailboxContract('IMAP', async () => {
  const login = { user: 'bob@example.test', password: 'builder' };
  const open = async () => {
    const mailbox = await connectImap(endpoint(login));
    here.onEnd(() => mailbox.close());
    return mailbox;
  };
  const asMailProgram = (work: (client: ImapFlow) => Promise<unknown>) => {
    const auth = { user: login.user, pass: login.password };
    return inInbox({ host: '127.0.0.1', port: dovecot.ports.imap, doSTARTTLS: false, auth, logger: false }, work);
  };
  await asMailProgram((client) => client.messageDelete('1:*'));
  return {
    open,
    deliver: async (message) => void (await asMailProgram((client) => client.append('INBOX', message))),
    remove: async (id) =>
      void (await asMailProgram((client) => client.messageDelete(id.split(':')[1]!, { uid: true }))),
    forgotten: (cursor) => Promise.resolve(cursor.replace(/^\d+/, '1')),
  };
});

async function inInbox(options: ImapFlowOptions, work: (client: ImapFlow) => Promise<unknown>): Promise<void> {
  const client = new ImapFlow(options);
  await client.connect();
  await client.mailboxOpen('INBOX');
  await work(client);
  await client.logout();
}

describe('an announcement of IMAP', () => {
  it('wakes who waits at once', async () => {
    const mailbox = await connectImap(endpoint({ user: 'carol@example.test', password: 'x' }));
    here.onEnd(() => mailbox.close());
    const { cursor } = await mailbox.listAfter(undefined);
    // By the poll alone it would wake after the runner has given up.
    const waking = mailbox.wait(600_000, new AbortController().signal);
    await deliver('three', 'carol@example.test');
    await waking;
    expect((await mailbox.listAfter(cursor)).mails).toHaveLength(1);
  });
});

describe('supervision', () => {
  it('comes back after the server went away, and reads what arrived meanwhile', async () => {
    const dir = `${here.folder()}/other`;
    const users = { dora: 'explorer' };
    const first = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true });
    const of = (port: number) => endpoint({ port, user: 'dora@example.test', password: 'explorer' });
    const troubles: unknown[] = [];
    const stop = new AbortController();
    let cursor: string | undefined;
    let count = 0;
    let healthy = 0;
    const done = superviseMailbox(
      {
        connect: () => connectImap(of(first.ports.imap), stop.signal),
        visit: async (mailbox) => {
          const listing = await mailbox.listAfter(cursor);
          [cursor, count] = [listing.cursor, count + listing.mails.length];
        },
        onHealthy: async () => void (healthy += 1),
        onTrouble: async (error) => void troubles.push(error),
        pollMs: 60_000,
        random: () => 0,
      },
      stop.signal,
    );
    await until(() => healthy > 0);
    await first.kill9();
    await until(() => troubles.length > 0);
    expect(troubles[0]).toMatchObject({ code: expect.stringMatching(/^mailbox\./) });
    const second = await startDovecot({ dir, domain: 'example.test', users, ports: first.ports, isForgetful: true });
    here.onEnd(() => second.stop());
    const before = healthy;
    await until(() => healthy > before);
    await deliver('x', 'dora@example.test', second);
    await until(() => count === 1);
    stop.abort();
    await done;
  });
});

describe('trying a mailbox', () => {
  const saying = async (talk: string, says: 'end' | 'write' = 'end'): Promise<number> => {
    const server: Server = createServer((socket) => void socket.on('error', () => undefined)[says](talk)).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    here.onEnd(() => server.close());
    return (server.address() as { port: number }).port;
  };

  it('shows each step of a mailbox that works', async () => {
    const report = await tryImap(endpoint());
    expect(report.outcome).toBe('ok');
    expect(report.steps.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
      'dns: ok',
      'tcp: ok',
      'greeting: ok',
      'tls: not checked',
      'login: ok',
      'folders: ok',
      'inbox: ok',
      'idle: ok',
    ]);
  });

  it.each([
    ['a wrong password', 'login', 'mailbox.credentials_rejected', () => ({ password: 'canary' })],
    ['a host that does not exist', 'dns', 'mailbox.dns_failed', () => ({ host: 'nowhere.invalid' })],
    ['a port where nothing listens', 'tcp', 'mailbox.unreachable', () => ({ port: 1 })],
    ['a metadata address', 'dns', 'mailbox.host_refused', () => ({ host: '169.254.169.254' })],
    ['implicit TLS on a plain port', 'tls', 'mailbox.tls_unexpected', () => ({ encryption: 'implicit-tls' as const })],
    [
      'an untrusted certificate',
      'tls',
      'mailbox.certificate_rejected',
      () => ({ encryption: 'starttls-required' as const }),
    ],
    ['a server that hangs up', 'greeting', 'mailbox.not_imap', async () => ({ port: await saying('') })],
    [
      'a web server',
      'greeting',
      'mailbox.not_imap',
      async () => ({ port: await saying('HTTP/1.1 400 Bad Request\r\n\r\n') }),
    ],
    [
      'a server that has too many connections',
      'greeting',
      'mailbox.login_unavailable',
      async () => ({ port: await saying('* BYE too many connections\r\n') }),
    ],
    [
      'a mail server that speaks SMTP',
      'greeting',
      'mailbox.not_imap',
      async () => ({ port: await saying('220 mail.example.test ESMTP\r\n', 'write') }),
    ],
  ])('names the step and the remedy for %s', async (_name, step, code, changes) => {
    const report = await tryImap(endpoint(await changes()));
    const failed = report.steps.filter(({ outcome }) => outcome === 'failed');
    expect(failed).toEqual([{ name: step, outcome: 'failed', code, remediation: expect.any(String) }]);
    expect(report.outcome).toBe('failed');
    expect(JSON.stringify(report)).not.toContain('canary');
    const after = report.steps.slice(report.steps.findIndex(({ name }) => name === step) + 1);
    expect(after.every(({ outcome }) => outcome === 'not checked')).toBe(true);
  });

  it('names implicit-tls where a server waits for TLS', async () => {
    const report = await tryImap(endpoint({ port: dovecot.ports.imaps }));
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'greeting',
      code: 'mailbox.timeout',
      remediation: expect.stringContaining('implicit-tls'),
    });
  });
});
