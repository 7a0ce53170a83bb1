import type { TestReport, TestStep } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { beginning } from '@replyline/mail/text';
import type { ImapFlow } from 'imapflow';
import { withClient, type ImapEndpoint } from './imap-client.js';
import { stepOf, toMailboxFailure, type MailboxStep } from './imap-failure.js';
import { validityOf } from './mail-place.js';
import { serverAddress } from './server-address.js';

const STARTTLS_ORDER: readonly MailboxStep[] = ['dns', 'tcp', 'greeting', 'tls', 'login', 'folders', 'inbox', 'idle'];
const IMPLICIT_TLS_ORDER: readonly MailboxStep[] = [
  'dns',
  'tcp',
  'tls',
  'greeting',
  'login',
  'folders',
  'inbox',
  'idle',
];

/** What was seen on the way, for the steps that were reached. */
type Seen = Partial<Record<MailboxStep, string>>;

/** Opens the mailbox the way the reader does, and says how far it came. Reads and changes nothing. */
export async function tryImap(endpoint: ImapEndpoint): Promise<TestReport> {
  const seen: Seen = {};
  let client: ImapFlow | undefined;
  const open = async (opened: ImapFlow): Promise<ImapFlow> => {
    client = opened;
    await opened.connect();
    seen.folders = shown((await opened.list()).map(({ path }) => path).join(', '));
    const inbox = await opened.mailboxOpen('INBOX', { readOnly: true });
    validityOf(inbox);
    seen.inbox = `${inbox.exists} ${inbox.exists === 1 ? 'message' : 'messages'}`;
    return opened;
  };
  try {
    seen.dns = await serverAddress(endpoint.host, endpoint.allowLinkLocal);
    const opened = await withClient(endpoint, open);
    return { outcome: 'ok', steps: report(endpoint, look(opened, seen)) };
  } catch (error) {
    const trouble = diagnose(error, client);
    return { outcome: 'failed', steps: report(endpoint, client ? look(client, seen) : seen, trouble) };
  } finally {
    client?.close();
  }
}

interface Trouble {
  readonly failure: Failure;
  readonly failed: MailboxStep;
}

/** Whoever hangs up before a greeting is no IMAP server, as far as a person who types settings is concerned. */
function diagnose(error: unknown, client: ImapFlow | undefined): Trouble {
  const failure = toMailboxFailure(error);
  const failed = stepOf(error) ?? (client ? reached(client) : 'dns');
  if (failed !== 'greeting') return { failed, failure };
  const isLost = failure.code === 'mailbox.connection_lost';
  if (isLost && hasSaidGoodbye(error)) {
    return { failed, failure: new Failure('mailbox.login_unavailable', {}, { cause: error }) };
  }
  const isForeign = isLost || saysOtherThings(client);
  return { failed, failure: isForeign ? new Failure('mailbox.not_imap', {}, { cause: error }) : failure };
}

/** A greeting of BYE is IMAP (RFC 9051 §7.1.5): the server has too many connections, or wants none of ours. */
const hasSaidGoodbye = (error: unknown): boolean => error instanceof Error && 'reason' in error;

/** The `220` of an SMTP server is a tag to the library, which waits on for a greeting. */
const saysOtherThings = (client: ImapFlow | undefined): boolean => (client?.stats().received ?? 0) > 0;

/** Where a fault that can happen anywhere has happened. */
const reached = (client: ImapFlow): MailboxStep => {
  if (client.authenticated) return 'inbox';
  return client.greeting === undefined ? 'greeting' : 'login';
};

/** A greeting may be long; a person reads its first line. */
const MAX_SEEN = 200;

const look = (client: ImapFlow, seen: Seen): Seen => ({
  ...seen,
  ...(client.greeting !== undefined && { greeting: shown(client.greeting) }),
  ...(client.tls && { tls: [client.tls.version, client.tls.standardName].filter(Boolean).join(' ') }),
  ...(client.capabilities.has('IDLE') && { idle: 'offered: mail is seen at once' }),
});

function report(endpoint: ImapEndpoint, seen: Seen, trouble?: Trouble): TestStep[] {
  const order = endpoint.encryption === 'implicit-tls' ? IMPLICIT_TLS_ORDER : STARTTLS_ORDER;
  const failedAt = trouble ? order.indexOf(trouble.failed) : order.length;
  return order.map((name, position) => {
    if (trouble && position === failedAt) return failedStep(name, trouble.failure);
    return position < failedAt ? passedStep(name, seen[name]) : { name, outcome: 'not checked' };
  });
}

/** The catalogue cannot know how far it came; here the network is not to blame any more. */
const CONNECTED_BUT_SILENT =
  'The server is connected and says nothing: a port for TLS from the start (993 mostly) wants implicit-tls, a plain one (143) does not.';

const failedStep = (name: MailboxStep, { code, remediation }: Failure): TestStep => ({
  name,
  outcome: 'failed',
  code,
  remediation: name === 'greeting' && code === 'mailbox.timeout' ? CONNECTED_BUT_SILENT : remediation,
});

/** Steps that may be absent on a good server; the rest passed or the way would have ended there. */
const WITHOUT: Partial<Record<MailboxStep, string>> = {
  tls: 'the connection is in plain text',
  idle: 'not offered: the mailbox is polled',
};

function passedStep(name: MailboxStep, seen: string | undefined): TestStep {
  if (seen === undefined && WITHOUT[name]) return { name, outcome: 'not checked', seen: WITHOUT[name] };
  return { name, outcome: 'ok', ...(seen !== undefined && { seen }) };
}

/** A server may name a folder by half a character, and no database takes that. */
const shown = (text: string): string => beginning(text, MAX_SEEN).toWellFormed();
