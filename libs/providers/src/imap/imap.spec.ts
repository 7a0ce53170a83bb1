import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { deliverByLmtp, makeCertificates, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { connectImap, type ImapEndpoint } from './imap-connection.js';
import { superviseMailbox } from './imap-supervisor.js';
import type { MailboxConnection } from './mailbox-connection.js';
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

describe('a mailbox', () => {
  const open = async (user = 'bob@example.test', password = 'builder'): Promise<MailboxConnection> => {
    const mailbox = await connectImap(endpoint({ user, password }));
    here.onEnd(() => mailbox.close());
    return mailbox;
  };

  it('lists what is new, oldest first, and nothing when nothing is', async () => {
    const mailbox = await open();
    expect(await mailbox.listAfter(0)).toEqual([]);
    await deliver('one', 'bob@example.test');
    await deliver('two', 'bob@example.test');
    await mailbox.wait(5_000, new AbortController().signal);
    const [one, two] = await until(async () => {
      const mails = await mailbox.listAfter(0);
      return mails.length === 2 ? mails : undefined;
    });
    expect(one!.uid).toBeLessThan(two!.uid);
    expect(await mailbox.listAfter(two!.uid)).toEqual([]);
    expect(one!.receivedAt.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(one!.sizeBytes).toBe((await mailbox.fetch(one!.uid, 10_000))!.byteLength);
  });

  it('gives the beginning of a message where no more is asked for, and nothing for one that is gone', async () => {
    const mailbox = await open();
    const [one] = await mailbox.listAfter(0);
    expect((await mailbox.fetch(one!.uid, 10))!.byteLength).toBe(10);
    expect(await mailbox.fetch(4_000_000, 10)).toBeUndefined();
  });

  it('sets \\Seen when told to, not by reading, and does not mind doing it twice', async () => {
    const mailbox = await open();
    const [one, two] = await mailbox.listAfter(0);
    await mailbox.fetch(two!.uid, 10_000);
    await mailbox.addSeen([one!.uid]);
    await mailbox.addSeen([one!.uid, 4_000_000]);
    expect(await seenUids()).toEqual([one!.uid]);
  });

  it('wakes as soon as the server announces a message', async () => {
    const mailbox = await open();
    await mailbox.listAfter(0);
    // By the poll alone it would wake after the runner has given up.
    const waking = mailbox.wait(600_000, new AbortController().signal);
    await deliver('three', 'bob@example.test');
    await waking;
    expect(await mailbox.listAfter(0)).toHaveLength(3);
  });

  it('wakes at the poll interval, and when it is told to stop', async () => {
    const mailbox = await open('carol@example.test', 'x');
    await mailbox.wait(50, new AbortController().signal);
    const stop = new AbortController();
    const waiting = mailbox.wait(60_000, stop.signal);
    stop.abort();
    await waiting;
    expect(await mailbox.listAfter(0)).toEqual([]);
  });

  const seenUids = async (): Promise<number[]> => {
    const { ImapFlow } = await import('imapflow');
    const auth = { user: 'bob@example.test', pass: 'builder' };
    const client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.ports.imap,
      doSTARTTLS: false,
      auth,
      logger: false,
    });
    await client.connect();
    await client.mailboxOpen('INBOX');
    const uids = await client.search({ seen: true }, { uid: true });
    await client.logout();
    return uids || [];
  };
});

describe('supervision', () => {
  it('comes back after the server went away, and reads what arrived meanwhile', async () => {
    const dir = `${here.folder()}/other`;
    const users = { dora: 'explorer' };
    const first = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true });
    const of = (port: number) => endpoint({ port, user: 'dora@example.test', password: 'explorer' });
    const troubles: unknown[] = [];
    const stop = new AbortController();
    let lastUid = 0;
    let healthy = 0;
    const done = superviseMailbox(
      {
        connect: () => connectImap(of(first.ports.imap), stop.signal),
        visit: async (mailbox) => {
          for (const { uid } of await mailbox.listAfter(lastUid)) lastUid = uid;
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
    await until(() => lastUid === 1);
    stop.abort();
    await done;
  });
});

describe('trying a mailbox', () => {
  const saying = async (talk: string): Promise<number> => {
    const server: Server = createServer((socket) => void socket.on('error', () => undefined).end(talk)).listen(
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
