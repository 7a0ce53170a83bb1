import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { Failure } from '@replyline/errors';
import { keyIdOf } from './key-id.js';
import type { KeyRing } from './key-ring.js';

/** What others seal with. Only who has the ring can open it. */
export interface SealingKey {
  /** The key of the ring that it comes from. */
  readonly keyId: string;
  /** X25519 (RFC 7748 §5), base64url. */
  readonly publicKey: string;
}

/** Where a sealed value belongs: moved to another event or field it does not open. */
export interface Place {
  readonly source: string;
  readonly eventId: string;
  readonly field: string;
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** The DER of a private X25519 key (RFC 8410 §7) up to its octets. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');

export const sealingKeyOf = (ring: KeyRing): SealingKey => ({
  keyId: ring.current,
  publicKey: octetsOf(createPublicKey(privateKey(ring.key(ring.current)!))).toString('base64url'),
});

/** `keyId.ephemeral key+ciphertext+tag`, the right side in base64url: X25519, HKDF-SHA256, AES-256-GCM. */
export function sealFor(secret: string, place: Place, { keyId, publicKey }: SealingKey): string {
  const ephemeral = generateKeyPairSync('x25519');
  const from = octetsOf(ephemeral.publicKey);
  const to = Buffer.from(publicKey, 'base64url');
  const { key, nonce } = agreed(ephemeral.privateKey, to, Buffer.concat([from, to]));
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associatedData(place));
  const body = Buffer.concat([from, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${keyId}.${body.toString('base64url')}`;
}

/** Throws `seal.not_ours` when the key is unknown or the value was moved or changed. */
export function openSealed(sealed: string, place: Place, ring: KeyRing): string {
  const id = keyIdOf(sealed);
  const secret = ring.key(id);
  const body = Buffer.from(sealed.slice(id.length + 1), 'base64url');
  if (!secret || body.length < KEY_BYTES + TAG_BYTES) throw new Failure('seal.not_ours', { field: place.field });
  try {
    const own = privateKey(secret);
    const from = body.subarray(0, KEY_BYTES);
    const { key, nonce } = agreed(own, from, Buffer.concat([from, octetsOf(createPublicKey(own))]));
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
      .setAAD(associatedData(place))
      .setAuthTag(body.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(body.subarray(KEY_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Failure('seal.not_ours', { field: place.field }, { cause });
  }
}

/** The same for the same secret under the same key, and of no use for finding the secret without the key. */
export const fingerprintOf = (secret: string, ring: KeyRing, keyId = ring.current): string =>
  createHmac('sha256', derived(ring.key(keyId)!, 'replyline fingerprint', KEY_BYTES))
    .update(secret)
    .digest('hex');

/** Derived, so that every replica has it and there is nothing more to keep; apart from what the ring itself seals. */
const privateKey = (secret: Uint8Array): KeyObject =>
  createPrivateKey({
    key: Buffer.concat([PKCS8, derived(secret, 'replyline sealing key', KEY_BYTES)]),
    format: 'der',
    type: 'pkcs8',
  });

const derived = (secret: Uint8Array, purpose: string, bytes: number, salt: Uint8Array = Buffer.alloc(0)): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, purpose, bytes));

/** Both keys are in the salt. A pair of them seals one value only, so its nonce may come from them too. */
function agreed(own: KeyObject, other: Buffer, salt: Buffer) {
  const jwk = { kty: 'OKP', crv: 'X25519', x: other.toString('base64url') };
  const publicKey = createPublicKey({ key: jwk, format: 'jwk' });
  const secret = derived(
    diffieHellman({ privateKey: own, publicKey }),
    'replyline sealed',
    KEY_BYTES + NONCE_BYTES,
    salt,
  );
  return { key: secret.subarray(0, KEY_BYTES), nonce: secret.subarray(KEY_BYTES) };
}

const octetsOf = (key: KeyObject): Buffer => Buffer.from(key.export({ format: 'jwk' }).x!, 'base64url');

const associatedData = ({ source, eventId, field }: Place): Buffer =>
  Buffer.from(JSON.stringify([source, eventId, field]));
