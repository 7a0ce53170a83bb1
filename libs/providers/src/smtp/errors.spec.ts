import { describe, expect, it } from '@jest/globals';
import type { ErrorCode } from '@replyline/errors';
import { explain, toFailure } from './errors.js';
import type { SmtpError } from './reply.js';

const reply = (command: string, response: string, code = 'EENVELOPE'): SmtpError => ({
  code,
  command,
  response,
  responseCode: Number(response.slice(0, 3)),
});

describe('what a failure of nodemailer means', () => {
  it.each<[string, SmtpError, ErrorCode]>([
    [
      'a refused connection',
      { code: 'ESOCKET', originalCode: 'ECONNREFUSED', command: 'CONN' },
      'provider.unavailable',
    ],
    ['a name that does not resolve', { code: 'EDNS', command: 'CONN' }, 'provider.dns_failed'],
    ['no greeting', { code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT', command: 'CONN' }, 'provider.timeout'],
    ['a silent server', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT', command: 'CONN' }, 'provider.timeout'],
    ['a broken pipe', { code: 'ESOCKET', originalCode: 'EPIPE', command: 'CONN' }, 'provider.unavailable'],
    ['a busy greeting', reply('CONN', '421 4.3.2 Too busy', 'EPROTOCOL'), 'provider.throttled'],
    [
      'a greeting that wants nobody',
      reply('CONN', '554 5.7.1 No SMTP service here', 'EPROTOCOL'),
      'provider.service_refused',
    ],
    [
      'a greeting that wants nobody for now',
      reply('CONN', '450 4.3.2 Not now', 'EPROTOCOL'),
      'provider.service_refused',
    ],
    [
      'another protocol',
      { code: 'EPROTOCOL', command: 'CONN', response: 'HTTP/1.1 400 Bad Request' },
      'provider.protocol_error',
    ],
    [
      'an unknown authority',
      { code: 'ESOCKET', originalCode: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', command: 'CONN' },
      'provider.certificate_rejected',
    ],
    [
      'a certificate for another name',
      { code: 'ESOCKET', originalCode: 'ERR_TLS_CERT_ALTNAME_INVALID' },
      'provider.certificate_wrong_host',
    ],
    [
      'a certificate of its own making',
      { code: 'ESOCKET', originalCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      'provider.certificate_self_signed',
    ],
    [
      'a certificate whose time is over',
      { code: 'ESOCKET', originalCode: 'CERT_HAS_EXPIRED' },
      'provider.certificate_expired',
    ],
    [
      'an authority of its own making',
      { code: 'ESOCKET', originalCode: 'SELF_SIGNED_CERT_IN_CHAIN' },
      'provider.certificate_rejected',
    ],
    [
      'plain text instead of TLS',
      { code: 'ESOCKET', originalCode: 'ERR_SSL_WRONG_VERSION_NUMBER' },
      'provider.tls_unexpected',
    ],
    [
      'an old version of TLS',
      { code: 'ESOCKET', originalCode: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' },
      'provider.tls_failed',
    ],
    ['STARTTLS that is not there', reply('STARTTLS', '502 5.5.1 Unknown command', 'ETLS'), 'provider.tls_not_offered'],
    ['STARTTLS that is broken for now', reply('STARTTLS', '454 4.7.0 TLS not available', 'ETLS'), 'provider.try_later'],
    [
      'a wrong password',
      reply('AUTH PLAIN', '535 5.7.8 authentication failed', 'EAUTH'),
      'provider.credentials_rejected',
    ],
    [
      'a login that is broken for now',
      reply('AUTH PLAIN', '454 4.7.0 Temporary authentication failure', 'EAUTH'),
      'provider.try_later',
    ],
    ...[
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled',
      '535 5.7.139 Authentication unsuccessful, basic authentication is disabled.',
      '550 5.7.30 Basic authentication is not supported for Client Submission.',
    ].map((said): [string, SmtpError, ErrorCode] => [
      `a login that is switched off: ${said}`,
      reply('AUTH XOAUTH2', said, 'EAUTH'),
      'provider.login_disabled',
    ]),
    [
      'a password that is wrong there',
      reply('AUTH LOGIN', '535 5.7.139 Authentication unsuccessful, the user credentials were incorrect.', 'EAUTH'),
      'provider.credentials_rejected',
    ],
    ...['454 4.7.0 Too many login attempts, please try again later.', '421 4.7.0 Try again later, closing'].map(
      (said): [string, SmtpError, ErrorCode] => [
        `too many logins: ${said}`,
        reply('AUTH PLAIN', said, 'EAUTH'),
        'provider.throttled',
      ],
    ),
    [
      'too many wrong ones',
      reply('AUTH PLAIN', '535 5.7.8 Too many failed logins', 'EAUTH'),
      'provider.credentials_rejected',
    ],
    [
      'a mechanism that is unknown',
      reply('AUTH PLAIN', '504 5.5.4 Unrecognized', 'EAUTH'),
      'provider.authentication_unavailable',
    ],
    [
      'a sender who has to log in',
      reply('MAIL FROM', '530 5.7.0 Authentication required'),
      'provider.authentication_required',
    ],
    [
      'a sender who has to encrypt',
      reply('MAIL FROM', '530 5.7.0 Must issue a STARTTLS command first'),
      'provider.encryption_required',
    ],
    ['a sender who is refused', reply('MAIL FROM', '550 5.1.0 Address rejected'), 'provider.sender_refused'],
    [
      'a sender who is refused late',
      reply('RCPT TO', '553 5.7.1 <a@b>: Sender address rejected: not owned by user c'),
      'provider.sender_refused',
    ],
    ...[
      '554 5.2.252 SendAsDenied; a@b not allowed to send as c@b; STOREDRV.Submission.Exception:SendAsDeniedException',
      '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied; Failed to process message',
      '554 5.2.0 STOREDRV.Submission.Exception:OutboundSpamException; message WASCL UserAction verdict is not None',
      '550 5.7.60 SMTP; Client does not have permissions to send as this sender',
      '550 5.7.1 Client does not have permissions to send as this sender',
      '550 The from address does not match a verified Sender Identity. Mail cannot be sent until this is resolved',
      '554 Message rejected: Email address is not verified. The following identities failed the check: desk@example.test',
      '550 5.7.0 From address is not one of your addresses.',
    ].map((said): [string, SmtpError, ErrorCode] => [
      `a From that is not the account's: ${said}`,
      reply('DATA', said, 'EMESSAGE'),
      'provider.sender_refused',
    ]),
    ...[
      reply('RCPT TO', '554 5.7.1 Service unavailable; Client host [192.0.2.1] blocked using zen.spamhaus.org'),
      reply('RCPT TO', '504 5.5.2 <f3b2c1>: Helo command rejected: need fully-qualified hostname'),
      reply('RCPT TO', '550 Access denied - Invalid HELO name (See RFC2821 4.1.1.1)'),
      reply('RCPT TO', '550 5.7.606 Access denied, banned sending IP [192.0.2.1]'),
      reply('RCPT TO', '550 5.7.708 Service unavailable. Access denied, traffic not accepted from this IP.'),
      reply('MAIL FROM', "550 5.7.1 Unfortunately, messages from [192.0.2.1] weren't sent. It is on our block list"),
      reply('RCPT TO', '550 5.7.25 Client host rejected: cannot find your reverse hostname, [192.0.2.1]'),
      reply(
        'DATA',
        '550-5.7.25 [192.0.2.1] The IP address sending this message does not have a PTR record',
        'EMESSAGE',
      ),
    ].map((error): [string, SmtpError, ErrorCode] => [
      `a machine that is on a list, or without a good name: ${error.response}`,
      error,
      'provider.service_refused',
    ]),
    ...[
      '550 5.7.23 SPF validation failed',
      '550 5.7.509 Access denied, sending domain example.test does not pass DMARC verification',
      '550 5.7.515 Access denied, sending domain example.test does not meet the required authentication level',
      '550-5.7.26 Your email has been blocked: the sender is unauthenticated',
    ].map((said): [string, SmtpError, ErrorCode] => [
      `a domain that does not vouch for us: ${said}`,
      reply('DATA', said, 'EMESSAGE'),
      'provider.sender_refused',
    ]),
    [
      'what is in the message and on a list',
      reply('DATA', '554 5.7.1 Blocked: a link in it is on our blocklist', 'EMESSAGE'),
      'provider.message_refused',
    ],
    [
      'the daily quota of Microsoft 365',
      reply('DATA', '554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed', 'EMESSAGE'),
      'provider.throttled',
    ],
    ['a recipient who is refused', reply('RCPT TO', '550 5.1.1 User unknown'), 'provider.recipient_refused'],
    ['a full mailbox at RCPT TO', reply('RCPT TO', '552 5.2.2 Mailbox full'), 'provider.try_later'],
    ['greylisting', reply('RCPT TO', '450 4.2.0 Greylisted'), 'provider.try_later'],
    ['a relay that is denied', reply('RCPT TO', '554 5.7.1 <a@b>: Relay access denied'), 'provider.relay_denied'],
    [
      'the same, as a refused recipient',
      reply('RCPT TO', '554 5.7.1 <a@b>: Recipient address rejected: Access denied'),
      'provider.relay_denied',
    ],
    [
      'a client of no rights',
      reply('RCPT TO', '554 5.7.1 <a@b>: Client host rejected: Access denied'),
      'provider.relay_denied',
    ],
    [
      'whom Exchange Online does not know',
      reply(
        'RCPT TO',
        '550 5.4.1 Recipient address rejected: Access denied. For more information see https://aka.ms/EXOSmtpErrors',
      ),
      'provider.recipient_refused',
    ],
    ['too many messages', reply('RCPT TO', '451 4.7.1 Too many messages'), 'provider.throttled'],
    ['a policy', reply('MAIL FROM', '450 4.7.0 Try again in an hour'), 'provider.throttled'],
    ['too many connections', reply('MAIL FROM', '432 4.3.2 Concurrent connections limit'), 'provider.throttled'],
    ['greylisting', reply('RCPT TO', '451 4.7.1 Greylisting in action'), 'provider.try_later'],
    ['a daily quota', reply('MAIL FROM', '550 5.4.5 Daily user sending quota exceeded'), 'provider.throttled'],
    [
      'a full mailbox, of one recipient',
      reply('RCPT TO', '452 4.2.2 <bob@example.test> Quota exceeded (mailbox for user is full)'),
      'provider.try_later',
    ],
    ['the same for good', reply('RCPT TO', '552 5.2.2 Quota exceeded'), 'provider.try_later'],
    ['the same without a status', reply('RCPT TO', '552 Mailbox quota exceeded'), 'provider.try_later'],
    [
      'our own mailbox that is full',
      reply('MAIL FROM', '552 5.2.2 Sending quota exceeded for this account'),
      'provider.throttled',
    ],
    [
      'a recipient who gets too much',
      reply('RCPT TO', '450 4.2.1 The user is receiving mail at a rate that prevents additional messages'),
      'provider.try_later',
    ],
    [
      'a loop behind the server',
      reply('DATA', '554 5.4.6 Error: too many hops', 'EMESSAGE'),
      'provider.message_refused',
    ],
    [
      'a word that only contains "rate"',
      reply('DATA', '554 5.7.1 Inappropriate corporate content', 'EMESSAGE'),
      'provider.message_refused',
    ],
    ['a message over SIZE', { code: 'EMESSAGE', command: 'MAIL FROM' }, 'provider.message_too_large'],
    [
      'a message that is too big after all',
      reply('DATA', '552 5.3.4 Message too big', 'EMESSAGE'),
      'provider.message_too_large',
    ],
    [
      'the same by its status',
      reply('DATA', '554 5.3.4 Message size exceeds fixed limit', 'EMESSAGE'),
      'provider.message_too_large',
    ],
    [
      'a file that Gmail does not take',
      reply(
        'DATA',
        '552-5.7.0 This message was blocked because its content presents a potential security issue',
        'EMESSAGE',
      ),
      'provider.message_refused',
    ],
    ['spam', reply('DATA', '554 5.7.1 Message rejected as spam', 'EMESSAGE'), 'provider.message_refused'],
    ['a bad sequence', reply('MAIL FROM', '503 5.5.1 Bad sequence'), 'provider.protocol_error'],
    [
      'an answer that is none',
      { code: 'EENVELOPE', command: 'MAIL FROM', response: 'hello' },
      'provider.protocol_error',
    ],
  ])('%s', (_what, error, code) => {
    expect(explain(error).code).toBe(code);
  });

  it.each<[string, SmtpError, ErrorCode]>([
    ['a lost connection', { code: 'ECONNECTION', command: 'CONN' }, 'provider.unknown_outcome'],
    ['silence', { code: 'ETIMEDOUT', timeoutType: 'SOCKET_TIMEOUT' }, 'provider.unknown_outcome'],
    ['an answer that is none', { code: 'EMESSAGE', command: 'DATA', response: 'hello' }, 'provider.unknown_outcome'],
    ['a temporary refusal', reply('DATA', '451 4.3.0 Later', 'EMESSAGE'), 'provider.try_later'],
    ['a refusal', reply('DATA', '554 5.6.0 No', 'EMESSAGE'), 'provider.message_refused'],
  ])('after the end of the message, %s', (_what, error, code) => {
    expect(explain(error, true).code).toBe(code);
  });

  it('keeps the numbers of a reply and none of its words', () => {
    const failure = toFailure(reply('RCPT TO', '550 5.1.1 <ada@example.test>: unknown'));
    expect(failure.details).toEqual({ replyCode: 550, enhancedCode: '5.1.1', step: 'recipient' });
    expect(JSON.stringify(failure)).not.toContain('ada');
  });
});
