import { describe, expect, it } from '@jest/globals';
import { stepOf, toMailboxFailure } from './imap-failure.js';

const raised = (properties: Record<string, unknown>, message = 'x') => Object.assign(new Error(message), properties);
const refused = (serverResponseCode: string, response = 'LOGIN failed.') =>
  raised({ authenticationFailed: true, responseStatus: 'NO', serverResponseCode, response });

describe('what the mail library raises', () => {
  it.each([
    ['mailbox.unreachable', 'tcp', raised({ code: 'ECONNREFUSED' })],
    ['mailbox.dns_failed', 'dns', raised({ code: 'ENOTFOUND' })],
    ['mailbox.timeout', 'tcp', raised({ code: 'CONNECT_TIMEOUT' })],
    ['mailbox.timeout', 'greeting', raised({ code: 'GREETING_TIMEOUT' })],
    ['mailbox.timeout', undefined, raised({ code: 'ETIMEOUT' })],
    ['mailbox.tls_unexpected', 'tls', raised({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' })],
    ['mailbox.tls_failed', 'tls', raised({ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' })],
    ['mailbox.certificate_rejected', 'tls', raised({ code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' })],
    ['mailbox.certificate_expired', 'tls', raised({ code: 'CERT_HAS_EXPIRED', tlsFailed: true })],
    ['mailbox.starttls_missing', 'tls', raised({ tlsFailed: true }, 'Server does not support STARTTLS')],
    ['mailbox.credentials_rejected', 'login', refused('AUTHENTICATIONFAILED')],
    ['mailbox.login_unavailable', 'login', refused('UNAVAILABLE')],
    ['mailbox.login_unavailable', 'login', refused('LIMIT')],
    ['mailbox.login_unavailable', 'login', refused('ALERT', '[ALERT] Too many simultaneous connections. (Failure)')],
    ['mailbox.login_unavailable', 'login', refused('', 'User is authenticated but not connected.')],
    ['mailbox.credentials_rejected', 'login', refused('ALERT', '[ALERT] Invalid credentials (Failure)')],
    ['mailbox.credentials_rejected', 'login', refused('AUTHENTICATIONFAILED', 'Wrong password, try again')],
    ['mailbox.no_inbox', 'inbox', raised({ mailboxMissing: true, responseStatus: 'NO' })],
    ['mailbox.not_imap', 'greeting', raised({ code: 'ParserError7' })],
    ['mailbox.connection_lost', undefined, raised({ code: 'NoConnection' })],
    ['mailbox.connection_lost', undefined, raised({ code: 'ECONNRESET' })],
    ['mailbox.connection_lost', undefined, 'not even an error'],
  ])('becomes %s at step %s', (code, step, error) => {
    expect(toMailboxFailure(error).code).toBe(code);
    expect(stepOf(toMailboxFailure(error))).toBe(step);
  });

  it('carries codes and none of the words of the server', () => {
    const failure = toMailboxFailure(
      raised({ ...refused('LIMIT'), code: 'X', responseText: 'alice@example.test' }, 'alice'),
    );
    expect(JSON.stringify(failure.details)).toBe('{"cause":"X","answer":"LIMIT"}');
  });
});
