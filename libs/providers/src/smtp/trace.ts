import { TLSSocket } from 'node:tls';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Step } from './errors.js';

/** Watches a session being set up. */
export interface Trace {
  /** Added to the options of the connection. */
  readonly options: Pick<SMTPConnectionOptions, 'logger' | 'transactionLog'>;
  done(step: Step, seen: string): void;
  connected(connection: SMTPConnection): void;
}

export const silent: Trace = { options: {}, done: () => undefined, connected: () => undefined };

/** Protocol and certificate of a connection; `undefined` where it is in plain text. */
export function tlsOf(connection: SMTPConnection): string | undefined {
  const socket = connection._socket;
  if (!(socket instanceof TLSSocket)) return undefined;
  const { subject } = socket.getPeerCertificate();
  const name = [subject?.CN].flat().join(', ');
  return `${socket.getProtocol() ?? 'TLS'}, certificate of ${name || 'nobody'}${socket.authorized ? '' : ' (not verified)'}`;
}
