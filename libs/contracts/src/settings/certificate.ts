import { z } from 'zod';
import { document } from './bucket.js';
import { sealed } from './sending-profile.js';

/** One or more certificates, PEM (RFC 7468). */
export const pem = z.string().max(60_000).startsWith('-----BEGIN CERTIFICATE-----');

/**
 * `settings` → `certificate.<id>`: an authority that servers of ours may be vouched for by, beside the built-in ones, or
 * a certificate that we show to servers, its private key sealed for outbound-mail.
 */
export const CertificateDocument = document(
  'settings',
  'certificate',
  z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('authority'), id: z.uuid(), revision: z.int().min(1), pem }),
    z.object({ kind: z.literal('client'), id: z.uuid(), revision: z.int().min(1), pem, privateKey: sealed }),
  ]),
);
export type Certificate = z.output<typeof CertificateDocument.schema>;

/** A private key is shown to no server: it is bound to its document alone. */
export const CLIENT_KEY_ENDPOINT = { host: 'client-certificate', port: 0 } as const;
