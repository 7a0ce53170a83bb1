import { createServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { IncomingServer } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { aMail } from '../provider.contract.js';
import type { MailProvider } from '../provider.js';
import { afterIncoming } from './after-incoming.js';
import type { IncomingAccess } from './incoming-access.js';
import { logInFirst } from './log-in-first.js';
import { tryAfterIncoming } from './try-after-incoming.js';

const here = world();
let lab: MailLab;
beforeAll(async () => {
  lab = await here.mailLab();
});

const never = () => new AbortController().signal;
const PORTS = {
  pop3: { none: 'pop3', 'starttls-optional': 'pop3', 'starttls-required': 'pop3', 'implicit-tls': 'pop3s' },
  imap: { none: 'imap', 'starttls-optional': 'imap', 'starttls-required': 'imap', 'implicit-tls': 'imaps' },
} as const;

function access(server: Partial<IncomingServer> = {}, more: Partial<IncomingAccess> = {}): IncomingAccess {
  const { protocol = 'pop3', encryption = 'none' } = server;
  const port = lab.dovecot.ports[PORTS[protocol][encryption]];
  return {
    server: { protocol, encryption, host: '127.0.0.1', port, user: 'alice@example.test', ...server },
    password: lab.passwordOf('alice'),
    timeoutSeconds: 20,
    verifyCertificate: true,
    authorities: [lab.tls.ca],
    ...more,
  };
}

const WAYS = (['pop3', 'imap'] as const).flatMap((protocol) =>
  (['none', 'starttls-optional', 'starttls-required', 'implicit-tls'] as const).map((it) => [protocol, it] as const),
);

describe.each(WAYS)('logging in by %s with %s', (protocol, encryption) => {
  it('is let in with the right password', async () => {
    await expect(logInFirst(access({ protocol, encryption }), never())).resolves.toBeUndefined();
  });

  it('is refused with a wrong one, which is not repeated anywhere', async () => {
    const failure: unknown = await logInFirst(
      access({ protocol, encryption }, { password: 'kanarienvogel' }),
      never(),
    ).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider.incoming_refused', details: { step: 'receive-first' } });
    expect(JSON.stringify([failure, (failure as Failure).stack])).not.toContain('kanarienvogel');
  });
});

describe('an incoming server that', () => {
  const saying = async (...lines: string[]) => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write(lines.shift() ?? '');
      socket.on('data', () => socket.write(lines.shift() ?? ''));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    here.onEnd(() => void server.close());
    return (server.address() as AddressInfo).port;
  };
  const outcome = async (it: IncomingAccess) =>
    logInFirst(it, never()).then(
      () => 'let in',
      (error: Failure) => error.code,
    );

  it.each(['pop3', 'imap'] as const)(
    'has a certificate of an unknown authority is not trusted: %s',
    async (protocol) => {
      const strict = access({ protocol, encryption: 'implicit-tls' }, { authorities: [] });
      expect(await outcome(strict)).toBe('provider.certificate_rejected');
      expect(await outcome({ ...strict, verifyCertificate: false })).toBe('let in');
    },
  );

  it.each(['pop3', 'imap'] as const)('is not there is unavailable: %s', async (protocol) => {
    expect(await outcome(access({ protocol, port: 1 }))).toBe('provider.unavailable');
  });

  it('says nothing is given up in time', async () => {
    const port = await saying();
    expect(await outcome(access({ port }, { timeoutSeconds: 1 }))).toBe('provider.timeout');
  });

  it('is none is told so', async () => {
    expect(await outcome(access({ port: await saying('220 smtp.example.test ESMTP\r\n') }))).toBe(
      'provider.protocol_error',
    );
  });

  it('does not offer the TLS that is required does not get the password', async () => {
    const port = await saying('+OK\r\n', '-ERR no STLS here\r\n');
    expect(await outcome(access({ port, encryption: 'starttls-required' }))).toBe('provider.tls_not_offered');
  });

  it('sends a line without an end is cut off', async () => {
    const port = await saying('+OK'.padEnd(100_000, 'x'));
    expect(await outcome(access({ port }))).toBe('provider.unavailable');
  });

  it('has a link-local address is not asked', async () => {
    expect(await outcome(access({ host: '169.254.169.254' }))).toBe('provider.address_not_allowed');
  });
});

describe('a provider after an incoming server', () => {
  const provider = (sent: string[]): MailProvider => ({
    send: ({ forwardPath }) => Promise.resolve({ replyCode: 250, providerMessageId: String(sent.push(forwardPath)) }),
    close: () => Promise.resolve(),
  });
  const send = (it: MailProvider) => it.send(aMail('1'), () => Promise.resolve(), never());

  it('logs in first, once for some minutes and for everybody who waits', async () => {
    const [sent, logins] = [[] as string[], [] as number[]];
    let now = 0;
    const logIn = () => Promise.resolve(void logins.push(now));
    const it = afterIncoming(provider(sent), { logIn, now: () => now });
    await Promise.all([send(it), send(it), send(it)]);
    now = 4 * 60_000;
    await send(it);
    now = 6 * 60_000;
    await send(it);
    expect([sent.length, logins]).toEqual([5, [0, 6 * 60_000]]);
  });

  it('goes on logging in for the others when the one who began it gives up', async () => {
    const sent: string[] = [];
    let letIn = (): void => undefined;
    const logIn = (signal: AbortSignal) =>
      new Promise<void>((resolve, reject) => {
        letIn = resolve;
        signal.addEventListener('abort', () => reject(new Error('given up')));
      });
    const it = afterIncoming(provider(sent), { logIn, now: () => 0 });
    const first = new AbortController();
    const given = it.send(aMail('1'), () => Promise.resolve(), first.signal);
    const other = send(it);
    first.abort();
    await expect(given).rejects.toMatchObject({ code: 'provider.unavailable', details: { step: 'receive-first' } });
    letIn();
    await other;
    expect(sent).toHaveLength(1);
  });

  it('sends nothing when the login fails, and tries it again the next time', async () => {
    const sent: string[] = [];
    let attempts = 0;
    const logIn = () =>
      ++attempts === 1 ? Promise.reject(new Failure('provider.incoming_refused')) : Promise.resolve();
    const it = afterIncoming(provider(sent), { logIn, now: () => 0 });
    await expect(send(it)).rejects.toMatchObject({ code: 'provider.incoming_refused' });
    expect(sent).toEqual([]);
    await send(it);
    expect(sent).toHaveLength(1);
  });
});

describe('trying it', () => {
  it('shows the login before everything else', async () => {
    const sending = () => Promise.resolve({ outcome: 'ok' as const, steps: [{ name: 'dns', outcome: 'ok' as const }] });
    expect((await tryAfterIncoming(() => logInFirst(access(), never()), sending)).steps).toEqual([
      { name: 'receive-first', outcome: 'ok' },
      { name: 'dns', outcome: 'ok' },
    ]);
    const refused = await tryAfterIncoming(() => logInFirst(access({}, { password: 'wrong' }), never()), sending);
    expect(refused).toMatchObject({
      outcome: 'failed',
      steps: [{ name: 'receive-first', outcome: 'failed', code: 'provider.incoming_refused' }],
    });
  });
});
