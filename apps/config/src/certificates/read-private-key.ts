import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { FailureAt } from '@replyline/service-host';

/** RFC 5958 §3, and the header that OpenSSL writes into older formats. */
const ENCRYPTED = /-----BEGIN ENCRYPTED PRIVATE KEY-----|Proc-Type: 4,ENCRYPTED/;

/**
 * The key as PKCS#8, whichever of the usual formats it came in: PKCS#8, PKCS#1, SEC 1.
 * Throws `certificate.key_refused` for a key that is encrypted, unreadable or that of another certificate.
 */
export function readPrivateKey(text: string, certificate: string): string {
  if (ENCRYPTED.test(text)) throw refused('is encrypted: give it without its passphrase, as openssl pkey writes it');
  const key = parsed(text);
  if (!new X509Certificate(certificate).checkPrivateKey(key)) throw refused('belongs to another certificate');
  return String(key.export({ type: 'pkcs8', format: 'pem' }));
}

function parsed(text: string): KeyObject {
  try {
    return createPrivateKey(text);
  } catch {
    throw refused('is no private key in PEM: PKCS#8, PKCS#1 or EC');
  }
}

const refused = (message: string) => new FailureAt('certificate.key_refused', [{ path: 'privateKey', message }]);
