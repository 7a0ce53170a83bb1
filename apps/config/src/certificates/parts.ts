import { CreateCertificate1763596930000 } from './1763596930000-create-certificate.js';
import { StoredCertificate } from './certificate.entity.js';
import { CertificatesController } from './certificates.controller.js';
import { Certificates } from './certificates.js';

export const CERTIFICATES_ENTITIES = [StoredCertificate];
export const CERTIFICATES_MIGRATIONS = [CreateCertificate1763596930000];
export const CERTIFICATES_CONTROLLERS = [CertificatesController];

/** Needs `Announce`, `Clock` and `KeyRings`. */
export const CERTIFICATES_PROVIDERS = [Certificates];
