import { Failure } from '@replyline/errors';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import { unlessAborted } from '../patience.js';
import { toFailure } from './errors.js';
import { logIn } from './log-in.js';
import type { SmtpError } from './reply.js';
import type { SmtpAccess } from './settings.js';
import type { Trace } from './trace.js';

interface Setup {
  readonly trace: Trace;
  readonly signal: AbortSignal;
}

/** Resolves when the server has greeted, is protected as the settings ask, and knows who we are. */
export async function shakeHands(
  connection: SMTPConnection,
  access: SmtpAccess,
  { trace, signal }: Setup,
): Promise<void> {
  await connected(connection);
  trace.connected(connection);
  const { user, encryption } = access.settings;
  if (user === undefined) return;
  if (encryption !== 'none' && !connection.secure) throw new Failure('provider.tls_not_offered', { step: 'tls' });
  // nodemailer would go on without logging in.
  if (!connection.allowsAuth) throw new Failure('provider.authentication_unavailable', { step: 'authentication' });
  // A token may be long in coming; whoever gives up does not wait for it.
  await unlessAborted(logIn(connection, user, access), signal).catch((error: unknown) => {
    throw error instanceof Failure ? error : new Failure('provider.unavailable', { step: 'authentication' });
  });
  trace.done('authentication', connection.lastServerResponse || '');
}

function connected(connection: SMTPConnection): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: SmtpError) => reject(placed(toFailure(error), connection));
    connection.once('error', fail);
    connection.connect((error) => (error ? fail(error) : resolve()));
  });
}

/** A connection that breaks does not say over what. */
const placed = (failure: Failure, { upgrading }: SMTPConnection): Failure =>
  failure.code === 'provider.unavailable' && upgrading ? new Failure(failure.code, { step: 'tls' }) : failure;
