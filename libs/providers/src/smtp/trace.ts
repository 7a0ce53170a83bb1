import { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Step } from './errors.js';
import { redacted } from './reply.js';

/** Watches a session being set up. */
export interface Trace {
  /** Added to the options of the connection. */
  readonly options: Pick<SMTPConnectionOptions, 'logger' | 'transactionLog'>;
  done(step: Step, seen: string): void;
  connected(connection: SMTPConnection): void;
}

export const silent: Trace = { options: {}, done: () => undefined, connected: () => undefined };

/** Protocol and certificate of a connection; `undefined` where it is in plain text. */
function tlsOf(connection: SMTPConnection): string | undefined {
  const socket = connection._socket;
  if (!(socket instanceof TLSSocket)) return undefined;
  const { subject, issuer, valid_to } = socket.getPeerCertificate();
  const [name, by] = [subject, issuer].map((it) => [it?.CN].flat().join(', ') || 'nobody');
  const verified = socket.authorized ? '' : ' (not verified)';
  return `${socket.getProtocol() ?? 'TLS'}, certificate of ${name} by ${by}, good until ${valid_to}${verified}`;
}

/** What was seen on the way through a session, step by step. */
export interface Recording {
  readonly trace: Trace;
  readonly seen: ReadonlyMap<Step, string>;
  /** The step whose answer has not come yet. */
  awaited(): Step | undefined;
  /** The step whose answer came last. */
  answered(): Step | undefined;
}

const STEP_OF: Readonly<Record<string, Step>> = {
  EHLO: 'ehlo',
  HELO: 'ehlo',
  STARTTLS: 'tls',
  MAIL: 'sender',
  RCPT: 'recipient',
  DATA: 'accepted',
};

/** Listens to what nodemailer logs. It masks credentials in there itself, and does not log messages. */
export function record(): Recording {
  const seen = new Map<Step, string>();
  // Who speaks first is the server. Clients that pipeline ask several things before the first answer.
  const awaited: Step[] = ['greeting'];
  let answered: Step | undefined;
  // Agreed on with STARTTLS, TLS is there when something is said through it.
  let handshake: Step | undefined;
  const asked = (line: string) => {
    handshake = undefined;
    awaited.push(STEP_OF[line.split(/[ :]/, 1)[0] ?? ''] ?? 'authentication');
  };
  const heard = (line: string) => {
    seen.set((answered = awaited.shift() ?? 'accepted'), redacted(line));
    if (answered === 'tls' && line.startsWith('2')) handshake = answered;
  };
  const hear = ({ tnx }: { readonly tnx?: string }, line: string) => {
    if (tnx === 'client') asked(line);
    if (tnx === 'server') heard(line);
  };
  const deaf = () => undefined;
  const logger = { trace: deaf, debug: hear, info: deaf, warn: deaf, error: deaf, fatal: deaf };
  const trace: Trace = {
    options: { logger, transactionLog: true },
    done: (step, what) => void seen.set(step, what),
    connected: (connection) => {
      const protection = tlsOf(connection);
      if (protection === undefined) seen.delete('tls');
      else seen.set('tls', protection);
    },
  };
  return { trace, seen, awaited: () => handshake ?? awaited[0], answered: () => answered };
}
