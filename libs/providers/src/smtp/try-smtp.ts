import type { Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { patience, within } from '../patience.js';
import type { OutboundMail } from '../provider.js';
import { addressesOf, openAdmitted, type Where } from './connect.js';
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
 * the report: config for five seconds more than the timeout.
 */
export const trialEnd = ({ timeoutSeconds }: Pick<SmtpAccess['settings'], 'timeoutSeconds'>): AbortSignal =>
  patience((timeoutSeconds + GRACE_SECONDS) * 1_000);

export interface Trial {
  /** Whom the envelope of real mail names as its sender; `null` is the null reverse-path (RFC 5321 §4.5.5). */
  readonly reversePath: string | null;
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
  const doubt = doubtOf(access, recording);
  try {
    const session = await SmtpSession.open(access, end, recording.trace);
    await use(session, trial, { recording, end }).finally(() => session.close());
    return report(tried);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return report({ ...tried, failure: await explained(error, { doubt, recording, isLate: end.aborted }) });
  } finally {
    doubt.end();
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
  const response = await converse(session.takeSocket(), `MAIL FROM:<${reversePath ?? ''}>`, end);
  recording.trace.done('sender', redacted(response));
  const responseCode = Number(response.slice(0, 3));
  if (responseCode >= 400) throw toFailure({ code: 'EENVELOPE', command: 'MAIL FROM', response, responseCode });
}

interface Lookback {
  readonly doubt: Doubt;
  readonly recording: Recording;
  /** Whether our own patience ended it. */
  readonly isLate: boolean;
}

/** What the failure says about the settings, after a look at what came before it. */
async function explained(error: Failure, { doubt, recording, isLate }: Lookback): Promise<Failure> {
  const failure = isLate && isSilence(error) ? new Failure('provider.timeout', error.details) : error;
  if (failure.code === 'provider.unavailable' && recording.awaited() === 'tls')
    return new Failure('provider.tls_failed');
  if (failure.code !== 'provider.timeout' || !isMute(recording)) return failure;
  return (await doubt.speaksTls()) ? new Failure('provider.tls_expected', { step: 'greeting' }) : failure;
}

const isMute = (recording: Recording): boolean => recording.seen.has('tcp') && recording.awaited() === 'greeting';

/** A server that has not greeted may be waiting for TLS. */
interface Doubt {
  /** What the look at it found; without one, that it does not. */
  speaksTls(): Promise<boolean>;
  end(): void;
}

/** Looks while the greeting may still come, for as long again: an admin who allows two seconds waits for two. */
function doubtOf({ settings, admit }: SmtpAccess, recording: Recording): Doubt {
  const { host, port, encryption, timeoutSeconds } = settings;
  const timeoutMs = timeoutSeconds * 500;
  const done = new AbortController();
  let look = Promise.resolve(false);
  const timer = setTimeout(() => {
    if (isMute(recording) && encryption !== 'implicit-tls')
      look = speaksTls({ host, port, timeoutMs, admit }, done.signal);
  }, timeoutMs);
  return {
    speaksTls: () => look,
    end: () => {
      clearTimeout(timer);
      done.abort();
    },
  };
}

/** A connection that we broke ourselves looks like many things; only what the server answered is its own doing. */
const isSilence = ({ code, details }: Failure): boolean =>
  !('replyCode' in details) && !['provider.unknown_outcome', 'provider.connections_in_use'].includes(code);

/** A server that waits for TLS says nothing, like one that is slow: a handshake on another connection tells them apart. */
async function speaksTls(where: Where, signal: AbortSignal): Promise<boolean> {
  const ends = within(signal, where.timeoutMs);
  // With leave of its own: the connection that is silent is still open.
  const socket = await connected(where, ends).catch(() => undefined);
  if (!socket) return false;
  return new Promise((resolve) => {
    // Nothing is said through it: whose certificate it is does not matter.
    const tls = connectTls({ socket, rejectUnauthorized: false });
    const end = (answer: boolean) => {
      ends.removeEventListener('abort', late);
      tls.destroy();
      socket.destroy();
      resolve(answer);
    };
    const late = () => end(false);
    ends.addEventListener('abort', late, { once: true });
    tls.once('secureConnect', () => end(true));
    tls.once('error', () => end(false));
  });
}

async function connected(where: Where, signal: AbortSignal): Promise<Socket> {
  const { socket } = await openAdmitted(await addressesOf(where, signal), where, signal);
  return socket;
}
