import type { CertificateView } from './certificate-body.js';
import { stateOf } from './certificate-state.js';
import type { StoredCertificate } from './certificate.entity.js';

export function viewOf(stored: StoredCertificate, now: Date): CertificateView {
  const { privateKey, validFrom, validTo, savedAt, ...shown } = stored;
  return {
    ...shown,
    hasPrivateKey: privateKey !== null,
    state: stateOf(stored, now),
    validFrom: validFrom.toISOString(),
    validTo: validTo.toISOString(),
    savedAt: savedAt.toISOString(),
  };
}
