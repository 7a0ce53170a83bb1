import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';

const generate = promisify(generateKeyPair);

/** What every receiver takes: RFC 8301 §3.2 asks for 1024 at least and 2048 by preference; DNS has no place for more. */
const MODULUS_BITS = 2_048;

interface KeyPair {
  /** SubjectPublicKeyInfo, base64: what `p=` holds (RFC 6376 §3.6.1). */
  readonly publicKey: string;
  /** PKCS#8, PEM. */
  readonly privateKey: string;
}

export async function makeKey(): Promise<KeyPair> {
  const { publicKey, privateKey } = await generate('rsa', { modulusLength: MODULUS_BITS });
  return {
    publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    privateKey: String(privateKey.export({ type: 'pkcs8', format: 'pem' })),
  };
}
