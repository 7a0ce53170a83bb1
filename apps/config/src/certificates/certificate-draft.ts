import { CertificateDocument, CLIENT_KEY_ENDPOINT, secretBinding, type Certificate } from '@replyline/contracts';
import { seal, type KeyRing } from '@replyline/sealing';
import type { CertificateBody } from './certificate-body.js';
import type { StoredCertificate } from './certificate.entity.js';
import { readCertificate } from './read-certificate.js';
import { readPrivateKey } from './read-private-key.js';

interface Upload {
  readonly id: string;
  readonly body: CertificateBody;
  readonly savedAt: Date;
  readonly savedBy: string;
}

export const bindingOf = (id: string, revision: number) =>
  secretBinding(CertificateDocument.key(id), 'privateKey', CLIENT_KEY_ENDPOINT, revision);

/** What is kept of an upload. Throws `certificate.unreadable`, `certificate.expired`, `certificate.key_refused`. */
export function draftOf({ id, body, savedAt, savedBy }: Upload, ring: KeyRing): StoredCertificate {
  const { kind, name } = body;
  const read = readCertificate(body.pem, savedAt);
  const key = body.kind === 'client' ? readPrivateKey(body.privateKey, read.pem) : undefined;
  const privateKey = key === undefined ? null : seal(key, bindingOf(id, 1), ring);
  return { id, revision: 1, kind, name, ...read, privateKey, savedAt, savedBy };
}

/** The value that outbound-mail and inbound-reply get. */
export const documentOf = ({ id, kind, revision, pem, privateKey }: StoredCertificate): Certificate =>
  CertificateDocument.parse({ id, kind, revision, pem, ...(privateKey !== null && { privateKey }) });
