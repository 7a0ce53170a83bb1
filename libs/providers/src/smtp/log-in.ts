import { Failure } from '@replyline/errors';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { SMTPConnectionAuth } from 'nodemailer/lib/smtp-connection';
import XOAuth2 from 'nodemailer/lib/xoauth2';
import type { TokenSource } from '../token-source.js';
import { toFailure } from './errors.js';
import type { SmtpError } from './reply.js';
import type { SmtpAccess } from './settings.js';

/**
 * Logs in to a server that offers it. Throws `provider.password_missing`, `provider.credentials_rejected`,
 * `provider.authentication_unavailable`, …
 */
export async function logIn(connection: SMTPConnection, user: string, access: SmtpAccess): Promise<void> {
  const { accessToken, password } = access;
  if (accessToken) return byToken(connection, user, accessToken);
  // nodemailer would say it as if the server offered no login.
  if (!password) throw new Failure('provider.password_missing', { step: 'authentication' });
  return attempt(connection, { user, pass: password });
}

/** A token may have been taken back before its time: one more is asked for, once. */
async function byToken(connection: SMTPConnection, user: string, source: TokenSource): Promise<void> {
  const withToken = async (renew: boolean) =>
    attempt(connection, { user, oauth2: new XOAuth2({ user, accessToken: await source(renew) }) });
  try {
    await withToken(false);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'provider.credentials_rejected') throw error;
    await withToken(true);
  }
}

function attempt(connection: SMTPConnection, auth: SMTPConnectionAuth): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (error: SmtpError) => reject(toFailure(error));
    connection.once('error', fail);
    connection.login(auth, (error) => {
      connection.removeListener('error', fail);
      if (error) fail(error);
      else resolve();
    });
  });
}
