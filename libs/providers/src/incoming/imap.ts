import { Failure, type ErrorCode } from '@replyline/errors';
import { connectImap } from '../imap/imap-connection.js';
import { toMailboxFailure } from '../imap/imap-failure.js';
import type { IncomingAccess } from './incoming-access.js';

/** The same faults in the words of sending: here the mailbox is only a door to go through. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'mailbox.credentials_rejected': 'provider.incoming_refused',
  'mailbox.no_inbox': 'provider.incoming_refused',
  'mailbox.starttls_missing': 'provider.tls_not_offered',
  'mailbox.tls_failed': 'provider.tls_failed',
  'mailbox.tls_unexpected': 'provider.tls_unexpected',
  'mailbox.certificate_expired': 'provider.certificate_expired',
  'mailbox.certificate_rejected': 'provider.certificate_rejected',
  'mailbox.certificate_self_signed': 'provider.certificate_self_signed',
  'mailbox.certificate_wrong_host': 'provider.certificate_wrong_host',
  'mailbox.dns_failed': 'provider.dns_failed',
  'mailbox.host_refused': 'provider.address_not_allowed',
  'mailbox.timeout': 'provider.timeout',
  'mailbox.not_imap': 'provider.protocol_error',
};

/** Logs in to an IMAP server, opens the inbox and takes its leave; reads and changes nothing. */
export async function logInByImap(access: IncomingAccess, signal: AbortSignal): Promise<void> {
  const { server, password = '', verifyCertificate, authorities = [], allowLinkLocal = false } = access;
  const { host, port, encryption, user } = server;
  const endpoint = { host, port, encryption, user, password, verifyCertificate, authorities, allowLinkLocal };
  try {
    const mailbox = await connectImap(endpoint, signal);
    await mailbox.close();
  } catch (error) {
    throw inWordsOfSending(error);
  }
}

/** What an IMAP server refuses, where it is asked because of mail that is sent. */
export function inWordsOfSending(error: unknown, details: Failure['details'] = {}): Failure {
  const { code } = toMailboxFailure(error);
  const isOurs = code.startsWith('provider.') || code.startsWith('account.') || code.startsWith('seal.');
  return isOurs ? (error as Failure) : new Failure(CODES[code] ?? 'provider.unavailable', details, { cause: error });
}
