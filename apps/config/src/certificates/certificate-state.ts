import { z } from 'zod';

export const certificateState = z.enum(['valid', 'expires-soon', 'expired', 'not-yet-valid']);
export type CertificateState = z.output<typeof certificateState>;

/** Long enough to have another one issued. */
const SOON_MS = 30 * 24 * 60 * 60_000;

interface Validity {
  readonly validFrom: Date;
  readonly validTo: Date;
}

export function stateOf({ validFrom, validTo }: Validity, now: Date): CertificateState {
  if (validTo <= now) return 'expired';
  if (validFrom > now) return 'not-yet-valid';
  return validTo.getTime() - now.getTime() <= SOON_MS ? 'expires-soon' : 'valid';
}
