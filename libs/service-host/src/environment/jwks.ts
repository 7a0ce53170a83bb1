import { createPublicKey, type JsonWebKey } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';

/** RFC 7518 §6: members of a key that only its owner may know. `k` is a shared secret, with which a service could sign too. */
const PRIVATE_MEMBERS = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k'];

/** RFC 7518 §3.3. */
const MIN_RSA_BITS = 2048;

const publicKey = z
  .looseObject({ kty: z.enum(['RSA', 'EC', 'OKP']) })
  .refine((key) => !PRIVATE_MEMBERS.some((member) => member in key), 'holds a private key; give the public one')
  .refine(isUsable, 'is no public key: look whether all its members came along, and whether one of RSA has 2048 bits');

/** What the members of its kind (RFC 7518 §6) do not make a key of, no token could be judged with. */
function isUsable(key: JsonWebKey): boolean {
  try {
    const { asymmetricKeyDetails = {} } = createPublicKey({ key, format: 'jwk' });
    return (asymmetricKeyDetails.modulusLength ?? MIN_RSA_BITS) >= MIN_RSA_BITS;
  } catch {
    return false;
  }
}

/** RFC 7517 §5: a JSON Web Key Set written as JSON, public keys only. */
export const jwks = z
  .string()
  .transform((text, context) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      context.addIssue({ code: 'custom', message: 'is not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.object({ keys: z.array(publicKey).min(1) }))
  .transform((set) => set as JSONWebKeySet);
