import { hostname } from 'node:os';
import type { SmtpSettings } from '@replyline/contracts';
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection';
import type { Admit } from '../admission.js';
import { trusting } from '../server-address/trusted-authorities.js';
import type { TokenSource } from '../token-source.js';

/** The server that is meant, and how it is reached. */
export type SmtpServer = Pick<
  SmtpSettings,
  'host' | 'port' | 'encryption' | 'verifyCertificate' | 'timeoutSeconds' | 'user'
>;

/** A certificate that is shown to the server (RFC 8446 §4.4.2), as PEM. */
interface ClientCertificate {
  readonly pem: string;
  readonly privateKey: string;
}

/** What a session needs to know beyond the settings that an admin sees. */
export interface SmtpAccess {
  readonly settings: SmtpServer;
  /** Opened just before; never kept anywhere else. */
  readonly password?: string | undefined;
  /** Instead of a password: XOAUTH2. */
  readonly accessToken?: TokenSource | undefined;
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Authorities to trust beside the built-in ones, as PEM. */
  readonly authorities?: readonly string[] | undefined;
  /** How we introduce ourselves (RFC 5321 §4.1.1.1); absent: the name of this machine. */
  readonly ehloName?: string | undefined;
  /** Whether link-local and metadata addresses may be connected to. */
  readonly allowLinkLocal?: boolean | undefined;
  /** Absent: nobody counts the connections. */
  readonly admit?: Admit | undefined;
}

/** Below this a "TLS" connection is no better than plain text (RFC 8996). */
const OLDEST_TLS = 'TLSv1.2';

/** How nodemailer is told about each kind of encryption. What is not said here would be guessed from the port. */
const ENCRYPTION = {
  none: { secure: false, ignoreTLS: true },
  'starttls-optional': { secure: false, opportunisticTLS: true },
  'starttls-required': { secure: false, requireTLS: true },
  'implicit-tls': { secure: true },
} as const satisfies Record<SmtpServer['encryption'], SMTPConnectionOptions>;

export function connectionOptions(access: SmtpAccess): SMTPConnectionOptions {
  const { settings, authorities, clientCertificate, ehloName = hostname() } = access;
  const timeoutMs = settings.timeoutSeconds * 1_000;
  return {
    host: settings.host,
    port: settings.port,
    name: ehloName,
    ...ENCRYPTION[settings.encryption],
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    tls: {
      minVersion: OLDEST_TLS,
      rejectUnauthorized: settings.verifyCertificate && !isBetterThanNothing(settings),
      ...trusting(authorities),
      ...(clientCertificate && { cert: clientCertificate.pem, key: clientCertificate.privateKey }),
    },
  };
}

/**
 * An unverified certificate protects no less than the plain text that mail may go in. A password may not: TLS is then
 * demanded before a login, and from a server that shows who it is.
 */
const isBetterThanNothing = ({ encryption, user }: SmtpServer): boolean =>
  encryption === 'starttls-optional' && user === undefined;
