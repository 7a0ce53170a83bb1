import type { SmtpSettings } from '@replyline/contracts';
import { trusting } from '../server-address/trusted-authorities.js';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';

/** What a session needs to know beyond the settings that an admin sees. */
export interface SmtpAccess {
  readonly settings: SmtpSettings;
  /** Opened just before; never kept anywhere else. */
  readonly password?: string | undefined;
  /** Authorities to trust beside the built-in ones, as PEM. */
  readonly authorities?: readonly string[] | undefined;
}

/** Below this a "TLS" connection is no better than plain text (RFC 8996). */
const OLDEST_TLS = 'TLSv1.2';

/** How nodemailer is told about each kind of encryption. What is not said here would be guessed from the port. */
const ENCRYPTION = {
  none: { secure: false, ignoreTLS: true },
  // An unverified certificate protects no less than the plain text that this setting accepts as well.
  'starttls-optional': { secure: false, opportunisticTLS: true },
  'starttls-required': { secure: false, requireTLS: true },
  'implicit-tls': { secure: true },
} as const satisfies Record<SmtpSettings['encryption'], SMTPConnectionOptions>;

export function connectionOptions({ settings, authorities }: SmtpAccess): SMTPConnectionOptions {
  const timeoutMs = settings.timeoutSeconds * 1_000;
  return {
    host: settings.host,
    port: settings.port,
    ...ENCRYPTION[settings.encryption],
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    tls: {
      minVersion: OLDEST_TLS,
      rejectUnauthorized: settings.verifyCertificate && settings.encryption !== 'starttls-optional',
      ...trusting(authorities),
    },
  };
}
