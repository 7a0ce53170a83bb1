import { isIP } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Encryption } from '@replyline/contracts';
import { ImapFlow, type ImapFlowOptions } from 'imapflow';
import { trusting } from '../server-address/trusted-authorities.js';
import type { TokenSource } from '../token-source.js';
import { toMailboxFailure, translated } from './imap-failure.js';
import { serverAddress } from './server-address.js';

/** What it takes to open a mailbox. */
export interface ImapEndpoint {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  readonly user: string;
  readonly password?: string;
  /** Instead of a password: XOAUTH2. */
  readonly accessToken?: TokenSource;
  /** Absent: the certificate of the server is checked. */
  readonly verifyCertificate?: boolean;
  /** Authorities to trust beside the built-in ones, as PEM. */
  readonly authorities?: readonly string[];
  /** Whether link-local and metadata addresses may be connected to. */
  readonly allowLinkLocal?: boolean;
  /** Shorter ones where nobody can wait for minutes. */
  readonly patience?: Partial<ImapPatience>;
  /** Of more messages a mailbox is listed piece by piece. */
  readonly mostListed?: number;
}

interface ImapPatience {
  /** A silent connection is probed after this long, and given up as long after it: half-open ones tell nothing. */
  readonly silenceMs: number;
  /** IDLE is begun anew after this long. */
  readonly renewIdleMs: number;
}

/** Covers the TCP and TLS handshakes; a server on another continent needs one or two seconds. */
const CONNECT_MS = 15_000;
const GREETING_MS = 10_000;
/** RFC 2177 wants IDLE renewed within 29 minutes; large providers drop idle sessions after five to ten. */
export const PATIENCE: ImapPatience = { silenceMs: 60_000, renewIdleMs: 4 * 60_000 };
/** A server that does not answer LOGOUT must not hold up a stop. */
const GOODBYE_MS = 1_000;
/** Above the largest mail that is ever fetched whole; a longer literal ends the connection. */
const MAX_LITERAL_BYTES = 128 * 1024 * 1024;

const TLS: Record<Encryption, Pick<ImapFlowOptions, 'secure' | 'doSTARTTLS'>> = {
  none: { secure: false, doSTARTTLS: false },
  'starttls-optional': { secure: false },
  'starttls-required': { secure: false, doSTARTTLS: true },
  'implicit-tls': { secure: true },
};

/**
 * A client that is not connected yet. imapflow never reconnects and an instance is single-use; without an `error` listener
 * a timeout would end the process. Its own IDLE starts after a pause, which would cost fifteen seconds: it is off.
 */
async function imapClient(endpoint: ImapEndpoint, renew: boolean): Promise<ImapFlow> {
  const { silenceMs, renewIdleMs } = { ...PATIENCE, ...endpoint.patience };
  const client = new ImapFlow({
    // Name and address apart: connected is what was checked, and the certificate is compared with the name.
    host: await serverAddress(endpoint.host, endpoint.allowLinkLocal),
    ...(isIP(endpoint.host) === 0 && { servername: endpoint.host }),
    port: endpoint.port,
    ...TLS[endpoint.encryption],
    tls: { rejectUnauthorized: endpoint.verifyCertificate !== false, ...trusting(endpoint.authorities) },
    auth: await credentialsOf(endpoint, renew),
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: GREETING_MS,
    socketTimeout: silenceMs,
    maxIdleTime: renewIdleMs,
    maxLiteralSize: MAX_LITERAL_BYTES,
  });
  client.on('error', ignore);
  return client;
}

async function credentialsOf({ user, password = '', accessToken }: ImapEndpoint, renew: boolean) {
  return accessToken ? { user, accessToken: await accessToken(renew) } : { user, pass: password };
}

/**
 * Connects with `use`. A token may have been taken back before its time: after a refusal one more is asked for, once.
 * A client that could not be used is closed.
 */
export async function withClient<T>(endpoint: ImapEndpoint, use: (client: ImapFlow) => Promise<T>): Promise<T> {
  const attempt = async (renew: boolean): Promise<T> => {
    const client = await imapClient(endpoint, renew);
    try {
      return await use(client);
    } catch (error) {
      client.close();
      throw error;
    }
  };
  if (!endpoint.accessToken) return attempt(false);
  return attempt(false).catch((error: unknown) => {
    if (toMailboxFailure(error).code !== 'mailbox.credentials_rejected') throw error;
    return attempt(true);
  });
}

/**
 * A client that is connected and logged in, for `use`; `signal` gives up as long as that takes. Rejects with a
 * `mailbox.*` Failure.
 */
export function withLogin<T>(
  endpoint: ImapEndpoint,
  signal: AbortSignal | undefined,
  use: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const open = async (client: ImapFlow): Promise<T> => {
    const giveUp = (): void => client.close();
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      await client.connect();
      return await use(client);
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
  };
  return translated(() => withClient(endpoint, open));
}

/** imapflow answers some commands on a dead connection with `false` instead of an error. */
export function requireUsable(client: ImapFlow): void {
  if (!client.usable) throw Object.assign(new Error('the connection is gone'), { code: 'NoConnection' });
}

/** Politely where that is possible. */
export async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) await Promise.race([client.logout().catch(ignore), pause(GOODBYE_MS, undefined, { ref: false })]);
  client.close();
}

const ignore = (): undefined => undefined;
