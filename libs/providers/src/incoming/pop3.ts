import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { isIP } from 'node:net';
import { Failure } from '@replyline/errors';
import { trusting } from '../server-address/trusted-authorities.js';
import { certificateFaultOf } from '../server-address/certificate-fault.js';
import { Lines } from './lines.js';
import { addressesOf, openSocket } from '../smtp/connect.js';
import type { IncomingAccess } from './incoming-access.js';

/**
 * Logs in to a POP3 server and takes its leave (RFC 1939, STLS of RFC 2595 §4); reads and changes nothing. Throws
 * `provider.incoming_refused`, and what a connection throws.
 */
export async function logInByPop3(access: IncomingAccess, signal: AbortSignal): Promise<void> {
  const { server, timeoutSeconds, password = '' } = access;
  const where = { ...server, timeoutMs: timeoutSeconds * 1_000, allowLinkLocal: access.allowLinkLocal };
  const plain = await openSocket(await addressesOf(where, signal), where, signal);
  const session = new Pop3(plain, signal);
  try {
    if (server.encryption === 'implicit-tls') await session.protect(tlsOptions(access));
    await session.answer();
    if (server.encryption.startsWith('starttls')) await upgrade(session, access);
    await session.say(`USER ${server.user}`);
    await session.say(`PASS ${password}`);
    await session.say('QUIT').catch(() => undefined);
  } finally {
    session.end();
  }
}

async function upgrade(session: Pop3, access: IncomingAccess): Promise<void> {
  const isOffered = await session.say('STLS').then(
    () => true,
    () => false,
  );
  if (isOffered) await session.protect(tlsOptions(access));
  else if (access.server.encryption === 'starttls-required') throw new Failure('provider.tls_not_offered', AT);
}

const AT = { step: 'receive-first' } as const;

const tlsOptions = ({ server, verifyCertificate, authorities }: IncomingAccess): ConnectionOptions => ({
  ...(isIP(server.host) === 0 && { servername: server.host }),
  host: server.host,
  rejectUnauthorized: verifyCertificate && server.encryption !== 'starttls-optional',
  ...trusting(authorities),
});

class Pop3 {
  private lines: Lines;

  constructor(
    private socket: Socket,
    private readonly signal: AbortSignal,
  ) {
    this.lines = new Lines(socket);
    signal.addEventListener('abort', this.end, { once: true });
  }

  async protect(options: ConnectionOptions): Promise<void> {
    const tls = connectTls({ ...options, socket: this.socket });
    await once(tls, 'secureConnect', { signal: this.signal }).catch((error: unknown) => {
      throw tlsFailure(error);
    });
    this.socket = tls;
    this.lines = new Lines(tls);
  }

  /** A command and its positive answer. A line break in a name would be a second command. */
  say(command: string): Promise<void> {
    this.socket.write(`${command.replace(/[\r\n]/g, '')}\r\n`);
    return this.answer();
  }

  async answer(): Promise<void> {
    const line = await this.lines.next();
    if (line === undefined) throw new Failure('provider.unavailable', AT);
    if (line.startsWith('+OK')) return;
    throw new Failure(line.startsWith('-ERR') ? 'provider.incoming_refused' : 'provider.protocol_error', AT);
  }

  readonly end = (): void => {
    this.signal.removeEventListener('abort', this.end);
    this.socket.destroy();
  };
}

function tlsFailure(error: unknown): Failure {
  const { code } = error as { code?: string };
  const fault = certificateFaultOf(code);
  return new Failure(fault ? `provider.certificate_${fault}` : 'provider.tls_failed', AT);
}
