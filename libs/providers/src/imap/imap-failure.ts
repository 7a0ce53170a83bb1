import { Failure, type ErrorCode } from '@replyline/errors';

import { certificateFaultOf } from '../server-address/certificate-fault.js';

/** The steps to an open mailbox, in the words of a test report. */
export type MailboxStep = 'dns' | 'tcp' | 'greeting' | 'tls' | 'login' | 'folders' | 'inbox' | 'idle';

type MailboxCode = Extract<ErrorCode, `mailbox.${string}`>;

/** What imapflow, Node's sockets and OpenSSL put on their errors. */
interface Raised {
  readonly code?: string;
  readonly tlsFailed?: boolean;
  readonly authenticationFailed?: boolean;
  readonly mailboxMissing?: boolean;
  readonly serverResponseCode?: string;
  readonly responseStatus?: string;
  /** To a login: what the server said. */
  readonly response?: unknown;
  readonly message?: string;
}

interface Reading {
  readonly code: MailboxCode;
  /** Where on the way to the mailbox it happens; `undefined` when that depends on how far one had come. */
  readonly step?: MailboxStep;
  readonly when: (raised: Raised) => boolean;
}

const oneOf =
  (...codes: readonly string[]) =>
  ({ code }: Raised): boolean =>
    code !== undefined && codes.includes(code);

/** RFC 5530 §3: the account may be fine and the server busy. Not proof of a wrong password. */
const TRY_LATER = ['UNAVAILABLE', 'LIMIT', 'INUSE', 'SERVERBUG', 'CONTACTADMIN'];

/**
 * The same in words: Gmail (`[ALERT] Too many simultaneous connections`), Exchange Online, and others whose codes say
 * nothing of it.
 */
const SAYS_LATER =
  /too many|exceeded .{0,30}(?:limit|bandwidth)|temporar(?:y|ily)|try again|server (?:is )?(?:busy|unavailable)|authenticated but not connected/i;

/** OpenSSL and Node name certificate and handshake faults in many ways; all of them start or end like these. */
const TLS_CODE =
  /^(ERR_SSL_|ERR_TLS_|EPROTO$|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|HOSTNAME_MISMATCH|STARTTLS_INJECTION|UPGRADE_TIMEOUT|ClosedAfterConnectTLS)/;

/** An answer in plain text is read as a TLS record: its version or its length is absurd. */
const NOT_TLS = /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|RECORD_LAYER/;

/** Read from the top; the first line that fits decides. A refused login comes before anything its text may contain. */
const READINGS: readonly Reading[] = [
  {
    code: 'mailbox.login_unavailable',
    step: 'login',
    when: (it) => isRefusedLogin(it) && (TRY_LATER.includes(it.serverResponseCode ?? '') || saysLater(it)),
  },
  { code: 'mailbox.credentials_rejected', step: 'login', when: (it) => isRefusedLogin(it) },
  {
    code: 'mailbox.starttls_missing',
    step: 'tls',
    when: (it) => it.tlsFailed === true && /does not support STARTTLS/i.test(it.message ?? ''),
  },
  ...(['expired', 'wrong_host', 'self_signed', 'rejected'] as const).map((fault): Reading => ({
    code: `mailbox.certificate_${fault}`,
    step: 'tls',
    when: ({ code }) => certificateFaultOf(code) === fault,
  })),
  { code: 'mailbox.tls_unexpected', step: 'tls', when: ({ code }) => NOT_TLS.test(code ?? '') },
  { code: 'mailbox.tls_failed', step: 'tls', when: (it) => it.tlsFailed === true || TLS_CODE.test(it.code ?? '') },
  { code: 'mailbox.dns_failed', step: 'dns', when: oneOf('ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA') },
  {
    code: 'mailbox.unreachable',
    step: 'tcp',
    when: oneOf('ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL', 'EACCES'),
  },
  { code: 'mailbox.timeout', step: 'tcp', when: oneOf('CONNECT_TIMEOUT', 'ETIMEDOUT') },
  { code: 'mailbox.timeout', step: 'greeting', when: oneOf('GREETING_TIMEOUT') },
  { code: 'mailbox.timeout', when: oneOf('ETIMEOUT') },
  { code: 'mailbox.login_unavailable', when: oneOf('ETHROTTLE') },
  { code: 'mailbox.no_inbox', step: 'inbox', when: (it) => it.mailboxMissing === true },
  { code: 'mailbox.not_imap', step: 'inbox', when: oneOf('NoUidValidity') },
  {
    code: 'mailbox.not_imap',
    step: 'greeting',
    when: ({ code }) => /^(ParserError|InvalidResponse|LineTooLarge|UnexpectedTag|MissingTag)/.test(code ?? ''),
  },
];

/** Where a code says that it is about the user or the password, it is, whatever the words are. */
const saysLater = ({ response, serverResponseCode }: Raised): boolean =>
  typeof response === 'string' && !OF_CREDENTIALS.test(serverResponseCode ?? '') && SAYS_LATER.test(response);

const OF_CREDENTIALS = /^(?:AUTHENTICATIONFAILED|AUTHORIZATIONFAILED|EXPIRED)$/;

const isRefusedLogin = (it: Raised): boolean => it.authenticationFailed === true;

/**
 * The catalogue's words for an error of the mail library. What no line names is a lost connection: every such error ends
 * the connection, and a new one is the remedy.
 */
export function toMailboxFailure(error: unknown): Failure {
  return error instanceof Failure ? error : new Failure(read(error).code, detailsOf(error), { cause: error });
}

/** At which step an error happens by its nature; `undefined` when it can happen at any. */
export const stepOf = (error: unknown): MailboxStep | undefined =>
  read(error instanceof Failure ? error.cause : error).step;

const read = (error: unknown): Omit<Reading, 'when'> =>
  READINGS.find(({ when }) => when(asRaised(error))) ?? { code: 'mailbox.connection_lost' };

const asRaised = (error: unknown): Raised => (typeof error === 'object' && error !== null ? error : {});

/** Codes only: a server's text may repeat the user or the address. */
function detailsOf(error: unknown): Record<string, string> {
  const { code, serverResponseCode } = asRaised(error);
  return {
    ...(code !== undefined && { cause: String(code).slice(0, 60) }),
    ...(serverResponseCode !== undefined && { answer: String(serverResponseCode).slice(0, 60) }),
  };
}

/** Rejects with a `mailbox.*` Failure. */
export async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw toMailboxFailure(error);
  }
}
