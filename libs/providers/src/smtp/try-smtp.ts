import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { OutboundMail } from '../provider.js';
import { addressesOf, openSocket, type Where } from './connect.js';
import { converse } from './converse.js';
import { toFailure } from './errors.js';
import { redacted } from './reply.js';
import { report } from './report.js';
import { SmtpSession } from './session.js';
import type { SmtpAccess } from './settings.js';
import { record, type Recording } from './trace.js';

/** What looking up, connecting and composing may take beside the slowest answer. */
const GRACE_SECONDS = 1;

/**
 * The end of a trial. Each answer may take the whole timeout; all of them together may not, because somebody waits for
 * the report: config for five seconds more than the timeout, of which finding out why takes up to two.
 */
export const trialEnd = ({ timeoutSeconds }: SmtpAccess['settings']): AbortSignal =>
  AbortSignal.timeout((timeoutSeconds + GRACE_SECONDS) * 1_000);

export interface Trial {
  /** Whom the envelope of real mail names as its sender. */
  readonly reversePath: string;
  /** A mail to send; without one nothing leaves. */
  readonly mail?: OutboundMail | undefined;
}

/**
 * Does what sending does and says how far it came. Without a mail the sender is offered and taken back: a refusal is
 * found, but that nobody refuses proves nothing, so addresses are reported as not checked. When `end` aborts, the report
 * says which answer had not come yet.
 */
export async function trySmtp(
  access: SmtpAccess,
  trial: Trial,
  end: AbortSignal = trialEnd(access.settings),
): Promise<TestReport> {
  const recording = record();
  const tried = { recording, settings: access.settings, isMailSent: !!trial.mail };
  try {
    const session = await SmtpSession.open(access, end, recording.trace);
    await use(session, trial, { recording, end }).finally(() => session.close());
    return report(tried);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return report({ ...tried, failure: await explained(error, { access, recording, isLate: end.aborted }) });
  }
}

interface Circumstances {
  readonly recording: Recording;
  readonly end: AbortSignal;
}

async function use(
  session: SmtpSession,
  { mail, reversePath }: Trial,
  { recording, end }: Circumstances,
): Promise<void> {
  if (mail) {
    const { failure } = await session.send(mail, () => Promise.resolve(), end);
    if (failure) throw failure;
    return;
  }
  const response = await converse(session.takeSocket(), `MAIL FROM:<${reversePath}>`, end);
  recording.trace.done('sender', redacted(response));
  const responseCode = Number(response.slice(0, 3));
  if (responseCode >= 400) throw toFailure({ code: 'EENVELOPE', command: 'MAIL FROM', response, responseCode });
}

interface Lookback {
  readonly access: SmtpAccess;
  readonly recording: Recording;
  /** Whether our own patience ended it. */
  readonly isLate: boolean;
}

/** What the failure says about the settings, after a look at what came before it. */
async function explained(error: Failure, { access: { settings }, recording, isLate }: Lookback): Promise<Failure> {
  const failure = isLate && isSilence(error) ? new Failure('provider.timeout', error.details) : error;
  const isMute = failure.code === 'provider.timeout' && recording.seen.has('tcp') && recording.awaited() === 'greeting';
  if (!isMute || settings.encryption === 'implicit-tls') return failure;
  const where = { host: settings.host, port: settings.port, timeoutMs: HANDSHAKE_MS };
  return (await speaksTls(where)) ? new Failure('provider.tls_expected', { step: 'greeting' }) : failure;
}

/** A connection that we broke ourselves looks like many things; only what the server answered is its own doing. */
const isSilence = ({ code, details }: Failure): boolean =>
  !('replyCode' in details) && code !== 'provider.unknown_outcome';

/** For the address, the connection and the handshake together. */
const HANDSHAKE_MS = 2_000;

/** A server that waits for TLS says nothing, like one that is slow: a handshake on another connection tells them apart. */
async function speaksTls(where: Where): Promise<boolean> {
  const patience = AbortSignal.timeout(where.timeoutMs);
  const socket = await connected(where, patience).catch(() => undefined);
  if (!socket) return false;
  return new Promise((resolve) => {
    // Nothing is said through it: whose certificate it is does not matter.
    const tls = connectTls({ socket, rejectUnauthorized: false });
    const end = (answer: boolean) => {
      patience.removeEventListener('abort', late);
      tls.destroy();
      socket.destroy();
      resolve(answer);
    };
    const late = () => end(false);
    patience.addEventListener('abort', late, { once: true });
    tls.once('secureConnect', () => end(true));
    tls.once('error', () => end(false));
  });
}

const connected = async (where: Where, signal: AbortSignal): Promise<Socket> =>
  openSocket(await addressesOf(where, signal), where, signal);
