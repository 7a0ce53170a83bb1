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

/** Each answer may take the whole timeout; all of them together may not, because somebody waits for the report. */
const GRACE_SECONDS = 1;

export interface Trial {
  /** Whom the envelope of real mail names as its sender. */
  readonly reversePath: string;
  /** A mail to send; without one nothing leaves. */
  readonly mail?: OutboundMail | undefined;
}

/**
 * Does what sending does and says how far it came. Without a mail the sender is offered and taken back: a refusal is
 * found, but that nobody refuses proves nothing, so addresses are reported as not checked.
 */
export async function trySmtp(access: SmtpAccess, trial: Trial): Promise<TestReport> {
  const signal = AbortSignal.timeout((access.settings.timeoutSeconds + GRACE_SECONDS) * 1_000);
  const recording = record();
  const tried = { recording, settings: access.settings, isMailSent: !!trial.mail };
  try {
    const session = await SmtpSession.open(access, signal, recording.trace);
    await use(session, trial, { access, recording, signal }).finally(() => session.close());
    return report(tried);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return report({ ...tried, failure: await explained(error, { access, recording, isLate: signal.aborted }) });
  }
}

interface Circumstances {
  readonly access: SmtpAccess;
  readonly recording: Recording;
  readonly signal: AbortSignal;
}

async function use(
  session: SmtpSession,
  { mail, reversePath }: Trial,
  { access, recording, signal }: Circumstances,
): Promise<void> {
  if (mail) {
    const { failure } = await session.send(mail, () => Promise.resolve(), signal);
    if (failure) throw failure;
    return;
  }
  const timeoutMs = access.settings.timeoutSeconds * 1_000;
  const response = await converse(session.takeSocket(), `MAIL FROM:<${reversePath}>`, timeoutMs);
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

/** A server that waits for TLS says nothing, like one that is slow: a handshake on another connection tells them apart. */
async function explained(failure: Failure, { access: { settings }, recording, isLate }: Lookback): Promise<Failure> {
  if (isLate && failure.code === 'provider.unavailable') return new Failure('provider.timeout', failure.details);
  const isMute = failure.code === 'provider.timeout' && recording.seen.has('tcp') && recording.awaited() === 'greeting';
  if (!isMute || settings.encryption === 'implicit-tls') return failure;
  const where = { host: settings.host, port: settings.port, timeoutMs: HANDSHAKE_MS };
  return (await speaksTls(where)) ? new Failure('provider.tls_expected', { step: 'greeting' }) : failure;
}

const HANDSHAKE_MS = 2_000;

async function speaksTls(where: Where): Promise<boolean> {
  const signal = AbortSignal.timeout(where.timeoutMs);
  const socket = await openSocket(await addressesOf(where), where, signal).catch(() => undefined);
  if (!socket) return false;
  return new Promise((resolve) => {
    // Nothing is said through it: whose certificate it is does not matter.
    const tls = connectTls({ socket, rejectUnauthorized: false });
    const end = (answer: boolean) => {
      clearTimeout(timer);
      tls.destroy();
      socket.destroy();
      resolve(answer);
    };
    const timer = setTimeout(() => end(false), where.timeoutMs);
    tls.once('secureConnect', () => end(true));
    tls.once('error', () => end(false));
  });
}
