import { oneLine, prose } from '@replyline/contracts';
import { pageOf, pageQuery, timeCursor } from '@replyline/service-host';
import { z } from 'zod';
import { certificateState } from './certificate-state.js';

const common = {
  name: oneLine(100).describe('How people call it'),
  pem: prose(50_000)
    .min(1)
    .describe('One certificate in PEM, or a bundle, which is kept as one; for a client its own comes first'),
};

/** What an admin uploads. */
export const certificateBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('authority'), ...common }),
  z.object({
    kind: z.literal('client'),
    ...common,
    privateKey: prose(10_000)
      .min(1)
      .meta({ writeOnly: true, description: 'PEM, PKCS#8, PKCS#1 or EC, not encrypted. It is never shown again.' }),
  }),
]);
export type CertificateBody = z.output<typeof certificateBody>;

/** A certificate as the API shows it: of a private key only that there is one. */
export const certificateView = z.object({
  id: z.uuid(),
  revision: z.int(),
  kind: z.enum(['authority', 'client']),
  name: z.string(),
  subject: z.string(),
  issuer: z.string(),
  serial: z.string(),
  fingerprint: z.string().describe('SHA-256'),
  validFrom: z.iso.datetime(),
  validTo: z.iso.datetime().describe('Of a bundle, when the first of it ends'),
  state: certificateState.describe('`expires-soon`: within 30 days'),
  isAuthority: z.boolean().describe('Whether it may vouch for others (RFC 5280 §4.2.1.9)'),
  hasPrivateKey: z.boolean(),
  pem: z.string(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
});
export type CertificateView = z.output<typeof certificateView>;

export const certificatePage = pageOf(certificateView);

export const certificateQuery = z.object({
  kind: z.enum(['authority', 'client']).optional(),
  expiresBefore: z.iso
    .datetime({ offset: true })
    .transform((at) => new Date(at))
    .optional(),
  ...pageQuery(timeCursor),
});
export type CertificateQuery = z.output<typeof certificateQuery>;
