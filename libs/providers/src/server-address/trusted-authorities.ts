import { rootCertificates } from 'node:tls';

/**
 * TLS options that trust uploaded authorities (PEM) beside the built-in ones. Without any, nothing is said, because a list
 * replaces what the operator of the machine trusts (`NODE_EXTRA_CA_CERTS`).
 */
export const trusting = (authorities: readonly string[] = []): { ca?: string[] } =>
  authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] };
