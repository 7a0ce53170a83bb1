import { CreateCertificate1763596930000 } from './1763596930000-create-certificate.js';
import { EndInWholeMilliseconds1763597100000 } from './1763597100000-end-in-whole-milliseconds.js';
import { StoredCertificate } from './certificate.entity.js';
import { CertificatesController } from './certificates.controller.js';
import { Certificates } from './certificates.js';

export const CERTIFICATES_ENTITIES = [StoredCertificate];
export const CERTIFICATES_MIGRATIONS = [CreateCertificate1763596930000, EndInWholeMilliseconds1763597100000];
export const CERTIFICATES_CONTROLLERS = [CertificatesController];

/** Needs `Announce`, `Clock` and `KeyRings`. */
export const CERTIFICATES_PROVIDERS = [Certificates];
