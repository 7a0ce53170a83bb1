import { X509Certificate } from 'node:crypto';
import { FailureAt } from '@replyline/service-host';

/** What an uploaded text says, without anything that stood between its certificates. */
interface ReadCertificate {
  readonly pem: string;
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  /** SHA-256, as browsers and `openssl` write it. */
  readonly fingerprint: string;
  readonly validFrom: Date;
  readonly validTo: Date;
  readonly isAuthority: boolean;
}

/** RFC 7468 §5. */
const BLOCK = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/**
 * A bundle is one entry: it is described by its first certificate, which for a client is its own one (RFC 8446 §4.4.2),
 * and is valid while all of it is. Throws `certificate.unreadable`, and `certificate.expired` by the time `now`.
 */
export function readCertificate(text: string, now: Date): ReadCertificate {
  if (text.includes('PRIVATE KEY-----')) throw unreadable('holds a private key, which belongs in privateKey');
  const all = (text.match(BLOCK) ?? []).map(parsed);
  const [first] = all;
  if (!first) throw unreadable('holds no certificate in PEM, which begins with -----BEGIN CERTIFICATE-----');
  const validTo = new Date(Math.min(...all.map((it) => Date.parse(it.validTo))));
  if (validTo <= now) throw new FailureAt('certificate.expired', [{ path: 'pem', message: ended(validTo) }]);
  return {
    pem: all.map(String).join(''),
    subject: onOneLine(first.subject),
    issuer: onOneLine(first.issuer),
    serial: first.serialNumber,
    fingerprint: first.fingerprint256,
    validFrom: new Date(Math.max(...all.map((it) => Date.parse(it.validFrom)))),
    validTo,
    isAuthority: first.ca,
  };
}

function parsed(block: string): X509Certificate {
  try {
    return new X509Certificate(block);
  } catch {
    throw unreadable('holds a certificate that cannot be read');
  }
}

const unreadable = (message: string) => new FailureAt('certificate.unreadable', [{ path: 'pem', message }]);

const ended = (validTo: Date) => `ended at ${validTo.toISOString()}`;

/** Node writes each part of a distinguished name on a line; a subject may also be empty (RFC 5280 §4.1.2.6). */
const onOneLine = (name: string | undefined): string => (name ?? '').split('\n').join(', ');
