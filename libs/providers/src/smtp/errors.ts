import { Failure, type ErrorCode } from '@replyline/errors';
import { certificateFaultOf } from '../server-address/certificate-fault.js';
import { saying } from '../said.js';
import { enhancedCodeOf, type SmtpError } from './reply.js';

/** The steps of a session in the words that an admin reads. */
export type Step = 'dns' | 'tcp' | 'greeting' | 'tls' | 'ehlo' | 'authentication' | 'sender' | 'recipient' | 'accepted';

/** Who has to do something before the mail can go. `nobody`: waiting is enough. */
export type Fault = 'nobody' | 'server' | 'account' | 'recipient' | 'message';

interface Row {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly step?: Step;
  readonly when: (error: Facts) => boolean;
}

interface Facts extends SmtpError {
  readonly reply: number;
  readonly text: string;
  readonly enhanced: string;
}

const isPermanent = ({ reply }: Facts) => reply >= 500;
const isTemporary = ({ reply }: Facts) => reply >= 400 && reply < 500;
const at = (error: Facts, ...commands: string[]) => commands.includes(error.command ?? '');
const says = (error: Facts, pattern: RegExp) => pattern.test(error.text);

/** A server that makes strangers wait means this sender and this recipient (RFC 6647), not all that we send. */
const isGreylisting = (error: Facts) => says(error, /gr[ae]y-?list/i);

/** Who is full, or gets too much, is one recipient (RFC 3463 §3.3): no reason to keep mail from all others. */
const isOfMailbox = (error: Facts) =>
  (/^[45]\.2\.[12]$/.test(error.enhanced) && !at(error, 'MAIL FROM')) ||
  ([452, 552].includes(error.reply) && at(error, 'RCPT TO') && error.enhanced === '');

/** Postfix and its like, Exchange, SendGrid, Amazon SES, iCloud. */
const SENDER_IS_NOT_OURS = new RegExp(
  [
    'sender (address )?(is )?(rejected|denied|not (owned|allowed))',
    'send ?as ?denied',
    '(allowed|permissions?) to send as',
    'sender identity',
    'from address (is|does) not',
    'email address is not verified',
    'outboundspamexception',
  ].join('|'),
  'i',
);

/** Exchange Online, of SMTP AUTH as a whole and of passwords. */
const LOGIN_IS_OFF = /smtpclientauthentication is disabled|basic authentication is (disabled|not supported)/i;

/** RFC 7372 §3: DKIM, SPF and both, which Microsoft says in numbers of its own; and that who connects has no name. */
const UNAUTHENTICATED = /^5\.7\.(2[0-46]|509|515)$/;
const REVERSE_DNS = '5.7.25';
/** It is on a list, or the name by which it introduces itself is none. */
const MACHINE_IS_TO_BLAME =
  /blocked using|block ?list|blacklist|spamhaus|banned sending ip|traffic not accepted|\b(helo|ehlo)\b/i;

const OPENSSL = /^ERR_SSL|^ERR_TLS|^EPROTO/;
/** An answer in plain text is read as a TLS record: its version or its length is absurd. */
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER|HTTP_REQUEST/;

/**
 * Read from the top, the first row that fits decides. Measured with nodemailer 10.6 against a scripted server and
 * Postfix; one line of a standard or one habit of a server each.
 */
const TABLE: readonly Row[] = [
  { code: 'provider.dns_failed', fault: 'server', step: 'dns', when: (it) => it.code === 'EDNS' },
  ...(['expired', 'wrong_host', 'self_signed', 'rejected'] as const).map((fault): Row => ({
    code: `provider.certificate_${fault}`,
    fault: 'account',
    step: 'tls',
    when: (it) => certificateFaultOf(it.originalCode) === fault,
  })),
  { code: 'provider.tls_unexpected', fault: 'account', step: 'tls', when: (it) => NOT_TLS.test(it.originalCode ?? '') },
  { code: 'provider.tls_failed', fault: 'account', step: 'tls', when: (it) => OPENSSL.test(it.originalCode ?? '') },
  { code: 'provider.try_later', fault: 'server', step: 'tls', when: (it) => it.code === 'ETLS' && isTemporary(it) },
  {
    code: 'provider.tls_not_offered',
    fault: 'account',
    step: 'tls',
    when: (it) => it.code === 'ETLS' && isPermanent(it),
  },
  { code: 'provider.tls_failed', fault: 'account', step: 'tls', when: (it) => it.code === 'ETLS' },
  { code: 'provider.timeout', fault: 'server', step: 'tcp', when: (it) => it.timeoutType === 'CONNECT_TIMEOUT' },
  { code: 'provider.timeout', fault: 'server', step: 'greeting', when: (it) => it.timeoutType === 'GREETING_TIMEOUT' },
  { code: 'provider.timeout', fault: 'server', step: 'tls', when: (it) => it.timeoutType === 'UPGRADE_TIMEOUT' },
  { code: 'provider.timeout', fault: 'server', when: (it) => it.code === 'ETIMEDOUT' },
  // RFC 4954 §6: 5yz is final, 454 a temporary authentication failure; 504 knows no such mechanism.
  {
    code: 'provider.authentication_unavailable',
    fault: 'account',
    step: 'authentication',
    when: (it) => it.code === 'EAUTH' && [0, 502, 503, 504].includes(it.reply),
  },
  {
    code: 'provider.login_disabled',
    fault: 'account',
    step: 'authentication',
    when: (it) => it.code === 'EAUTH' && isPermanent(it) && (it.enhanced === '5.7.30' || says(it, LOGIN_IS_OFF)),
  },
  {
    code: 'provider.credentials_rejected',
    fault: 'account',
    step: 'authentication',
    when: (it) => it.code === 'EAUTH' && !isTemporary(it),
  },
  {
    code: 'provider.throttled',
    fault: 'nobody',
    when: (it) =>
      [421, 432].includes(it.reply) ||
      it.enhanced === '5.4.5' ||
      ([450, 451].includes(it.reply) && it.enhanced.startsWith('4.7.') && !isGreylisting(it)) ||
      (it.reply >= 400 &&
        !isOfMailbox(it) &&
        says(it, /too many(?! hops)|\brate\b|quota ?exceeded|throttl|sending limit/i)),
  },
  {
    code: 'provider.try_later',
    fault: 'server',
    step: 'authentication',
    when: (it) => it.code === 'EAUTH',
  },
  // RFC 5321 §3.1: a greeting with 554 means "no SMTP service here"; it runs, and the message is not to blame.
  {
    code: 'provider.service_refused',
    fault: 'server',
    step: 'greeting',
    when: (it) => it.code === 'EPROTOCOL' && at(it, 'CONN') && it.reply >= 400,
  },
  {
    code: 'provider.protocol_error',
    fault: 'server',
    step: 'greeting',
    when: (it) => it.code === 'EPROTOCOL' && at(it, 'CONN'),
  },
  {
    code: 'provider.protocol_error',
    fault: 'server',
    step: 'ehlo',
    when: (it) => at(it, 'EHLO', 'HELO') && it.reply > 0,
  },
  {
    code: 'provider.message_too_large',
    fault: 'message',
    step: 'accepted',
    when: (it) => it.code === 'EMESSAGE' && at(it, 'MAIL FROM'),
  },
  {
    code: 'provider.message_too_large',
    fault: 'message',
    step: 'accepted',
    when: (it) =>
      ['5.2.3', '5.3.4'].includes(it.enhanced) ||
      (it.reply === 552 && at(it, 'MAIL FROM', 'DATA') && !/^5\.(2\.2|7\.)/.test(it.enhanced)),
  },
  // RFC 5321 §4.5.3.1.10: 552 after RCPT TO is to be taken as 452. Gmail says 552 5.7.0 of a file that it does not take.
  {
    code: 'provider.try_later',
    fault: 'server',
    step: 'recipient',
    when: (it) => it.reply === 552 && !it.enhanced.startsWith('5.7.'),
  },
  { code: 'provider.try_later', fault: 'server', when: (it) => isTemporary(it) },
  { code: 'provider.protocol_error', fault: 'server', when: (it) => it.reply === 503 },
  {
    code: 'provider.encryption_required',
    fault: 'account',
    step: 'sender',
    when: (it) => isPermanent(it) && says(it, /starttls|must (use|issue).*tls|encryption (is )?required/i),
  },
  {
    code: 'provider.authentication_required',
    fault: 'account',
    step: 'sender',
    when: (it) =>
      it.reply === 530 ||
      (isPermanent(it) && says(it, /authenticat\w+ (is )?required|not authenticated|log ?in first/i)),
  },
  // Postfix delays what it thinks of a client, too, until RCPT TO.
  {
    code: 'provider.service_refused',
    fault: 'server',
    when: (it) =>
      isPermanent(it) &&
      (it.enhanced === REVERSE_DNS || (at(it, 'MAIL FROM', 'RCPT TO') && says(it, MACHINE_IS_TO_BLAME))),
  },
  // Postfix delays what it thinks of the sender until RCPT TO (smtpd_delay_reject), others read From when they have it all.
  {
    code: 'provider.sender_refused',
    fault: 'account',
    step: 'sender',
    when: (it) =>
      isPermanent(it) &&
      (['5.1.7', '5.1.8', '5.2.252', '5.7.60'].includes(it.enhanced) ||
        UNAUTHENTICATED.test(it.enhanced) ||
        says(it, SENDER_IS_NOT_OURS)),
  },
  {
    code: 'provider.sender_refused',
    fault: 'account',
    step: 'sender',
    when: (it) => isPermanent(it) && at(it, 'MAIL FROM'),
  },
  {
    code: 'provider.relay_denied',
    fault: 'account',
    step: 'recipient',
    // Exchange Online denies access to whom it does not know with 5.4.1; Postfix to who has not logged in with 5.7.1.
    when: (it) =>
      isPermanent(it) &&
      at(it, 'RCPT TO') &&
      it.enhanced !== '5.4.1' &&
      says(it, /relay|access denied|client (host )?(rejected|blocked)/i),
  },
  {
    code: 'provider.recipient_refused',
    fault: 'recipient',
    step: 'recipient',
    when: (it) => at(it, 'RCPT TO') && isPermanent(it),
  },
  {
    code: 'provider.recipient_refused',
    fault: 'recipient',
    step: 'recipient',
    when: (it) => it.code === 'EENVELOPE' && at(it, 'API'),
  },
  { code: 'provider.message_refused', fault: 'message', step: 'accepted', when: (it) => isPermanent(it) },
  {
    code: 'provider.protocol_error',
    fault: 'server',
    when: (it) => ['EPROTOCOL', 'EENVELOPE', 'EMESSAGE'].includes(it.code ?? ''),
  },
];

/** A connection that is refused or breaks, in any of the ways that an operating system can say so. */
const BROKEN: Omit<Row, 'when'> = { code: 'provider.unavailable', fault: 'server' };

export interface Explanation {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly step: Step | undefined;
}

/** Which row of the table a failure is. `isHandedOver`: the end of the message was sent. */
export function explain(error: SmtpError, isHandedOver = false): Explanation {
  const facts: Facts = {
    ...pick(error),
    reply: error.responseCode ?? 0,
    text: error.response ?? '',
    enhanced: enhancedCodeOf(error.response) ?? '',
  };
  if (isHandedOver && !isVerdict(facts)) return { code: 'provider.unknown_outcome', fault: 'server', step: 'accepted' };
  const { code, fault, step } = TABLE.find((row) => row.when(facts)) ?? BROKEN;
  return { code, fault, step };
}

/** The same as a Failure: with the numbers of the reply, and none of its words, which may hold addresses. */
export function toFailure(error: SmtpError, isHandedOver = false): Failure {
  const { code, step } = explain(error, isHandedOver);
  const enhancedCode = enhancedCodeOf(error.response);
  const details = {
    ...(isReplyCode(error.responseCode) && { replyCode: error.responseCode }),
    ...(enhancedCode && { enhancedCode }),
    ...(step && { step }),
  };
  return saying(new Failure(code, details), error.response);
}

/** Three digits (RFC 5321 §4.2); nodemailer reads as many as there are, and no column has place for all of them. */
const isReplyCode = (code: number | undefined): boolean => code !== undefined && code >= 100 && code <= 999;

/** After the final dot only a negative reply to it says that the server does not have the message (RFC 1047). */
const isVerdict = (it: Facts) => it.reply >= 400 && it.command === 'DATA';

const pick = ({ code, originalCode, command, timeoutType }: SmtpError): SmtpError => ({
  code,
  originalCode,
  command,
  timeoutType,
});
