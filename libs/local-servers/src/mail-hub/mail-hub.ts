import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { Certificates } from '../certificates.js';
import { onFreePorts, PortTaken } from '../free-ports.js';
import { deliverByLmtp } from './lmtp.js';

export interface MailHub {
  readonly port: number;
  stop(): Promise<void>;
}

export interface MailHubOptions {
  readonly domain: string;
  /** Passwords by login name. Each has a mailbox in the domain, and may log in as `alice` or `alice@<domain>`. */
  readonly users: Readonly<Record<string, string>>;
  /** Where the mailboxes are. */
  readonly lmtpPort: number;
  readonly port?: number;
  /** STARTTLS is offered with certificates only. */
  readonly tls?: Certificates;
}

const SIZE_BYTES = 50 * 1024 * 1024;

/**
 * A small mail server inside this process: takes mail from whoever has logged in and hands it to Dovecot. It says 250
 * only after Dovecot did, so nothing is lost between the two. It delivers to one domain and relays nowhere.
 */
export function startMailHub(options: MailHubOptions): Promise<MailHub> {
  return options.port === undefined
    ? onFreePorts(1, ([port]) => listen(options, port!))
    : listen(options, options.port);
}

function listen(options: MailHubOptions, port: number): Promise<MailHub> {
  const server = new SMTPServer(behaviour(options));
  const stop = () => new Promise<void>((stopped) => server.close(stopped));
  return new Promise((started, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      failed(error.code === 'EADDRINUSE' ? new PortTaken(error.message, { cause: error }) : error);
    });
    const listener = server.listen(port, '127.0.0.1', () => {
      // A client that goes away in the middle is its own affair.
      server.on('error', () => undefined);
      started({ port: (listener.address() as AddressInfo).port, stop });
    });
  });
}

function behaviour(options: MailHubOptions): SMTPServerOptions {
  const { domain, users, tls } = options;
  return {
    name: `mail.${domain}`,
    size: SIZE_BYTES,
    authMethods: ['PLAIN', 'LOGIN'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 1_000,
    ...(tls
      ? { cert: readFileSync(tls.certificateFile), key: readFileSync(tls.keyFile) }
      : { disabledCommands: ['STARTTLS'] }),
    onAuth({ username = '', password }, _session, answer) {
      const login = loginOf(username, domain);
      const isRight = Object.hasOwn(users, login) && users[login] === password;
      answer(isRight ? null : refusal(535, '5.7.8 Authentication credentials invalid'), { user: login });
    },
    onRcptTo({ address }, _session, answer) {
      answer(Object.hasOwn(users, mailboxOf(address, domain)) ? null : refusal(550, '5.1.1 No such mailbox'));
    },
    onData(stream, { envelope }, answer) {
      const reversePath = envelope.mailFrom ? envelope.mailFrom.address : '';
      const forwardPaths = envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then(async (message) => {
          if (stream.sizeExceeded) throw refusal(552, '5.3.4 Message too big');
          await deliverByLmtp({ port: options.lmtpPort, reversePath, forwardPaths, message });
        })
        .then(
          () => answer(null, '2.0.0 Delivered'),
          (error: unknown) =>
            answer(isRefusal(error) ? error : refusal(451, '4.3.0 The mailbox server did not take it')),
        );
    },
  };
}

interface Refusal extends Error {
  readonly responseCode: number;
}

const refusal = (responseCode: number, message: string): Refusal => Object.assign(new Error(message), { responseCode });
const isRefusal = (error: unknown): error is Refusal => error instanceof Error && 'responseCode' in error;

function loginOf(username: string, domain: string): string {
  const login = username.toLowerCase();
  return login.endsWith(`@${domain}`) ? login.slice(0, -domain.length - 1) : login;
}

/** The login whose mailbox an address leads to, without its plus detail; empty for another domain. */
function mailboxOf(address: string, domain: string): string {
  const lower = address.toLowerCase();
  return lower.endsWith(`@${domain}`) ? lower.slice(0, -domain.length - 1).replace(/\+.*$/, '') : '';
}
