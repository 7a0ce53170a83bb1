import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { Failure } from '@replyline/errors';
import type { KeyRing } from './key-ring.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * What a ciphertext belongs to, as the associated data of AES-GCM (NIST SP 800-38D):
 * moved to another field, endpoint or revision, it no longer opens.
 */
export interface Binding {
  readonly document: string;
  readonly field: string;
  /** `host:port:user`, so that a stored password is never shown to another server. */
  readonly endpoint: string;
  readonly revision: number;
}

/** `keyId.nonce+ciphertext+tag`, the right side in base64url. AES-256-GCM with a random 96-bit nonce. */
export function seal(secret: string, binding: Binding, ring: KeyRing): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', ring.key(ring.current)!, nonce).setAAD(associatedData(binding));
  const body = Buffer.concat([nonce, cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${ring.current}.${body.toString('base64url')}`;
}

/** Throws `seal.not_ours` when the key is unknown or the ciphertext was moved or changed. */
export function open(sealed: string, binding: Binding, ring: KeyRing): string {
  const dot = sealed.indexOf('.');
  const key = ring.key(sealed.slice(0, dot));
  const body = Buffer.from(sealed.slice(dot + 1), 'base64url');
  if (!key || body.length < NONCE_BYTES + TAG_BYTES) throw new Failure('seal.not_ours', { field: binding.field });
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(associatedData(binding))
      .setAuthTag(body.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(body.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Failure('seal.not_ours', { field: binding.field }, { cause });
  }
}

const associatedData = ({ document, field, endpoint, revision }: Binding): Buffer =>
  Buffer.from(JSON.stringify([document, field, endpoint, revision]));
