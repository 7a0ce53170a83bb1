import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IntentKeys } from './key-ring.js';

const ID_BYTES = 16;
const TAG_BYTES = 16;
const SHAPE = /^[A-Za-z0-9_-]{44}$/;

/**
 * Proves that whoever opens the link got this very mail: key id (8 bits), id of the delivery (128), and 128 bits of
 * HMAC-SHA-256 over it, as 44 characters of base64url. It ends when its key leaves the ring, and with nothing else: a
 * person may unsubscribe from an old mail.
 */
export function mintUnsubscribeToken(deliveryId: string, keys: IntentKeys): string {
  const id = Buffer.from(deliveryId.replaceAll('-', ''), 'hex');
  return Buffer.concat([Buffer.from([keys.current]), id, tag(id, keys.key(keys.current)!)]).toString('base64url');
}

/** The delivery that the link stands in; `undefined` when we did not make the token. */
export function readUnsubscribeToken(token: string, keys: IntentKeys): string | undefined {
  if (!SHAPE.test(token)) return undefined;
  const bytes = Buffer.from(token, 'base64url');
  const id = bytes.subarray(1, 1 + ID_BYTES);
  const key = keys.key(bytes[0]!);
  if (!key || !timingSafeEqual(bytes.subarray(1 + ID_BYTES), tag(id, key))) return undefined;
  return id.toString('hex').replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, '$1-$2-$3-$4-$5');
}

const tag = (id: Uint8Array, key: Uint8Array): Buffer =>
  createHmac('sha256', key).update('unsubscribe').update(id).digest().subarray(0, TAG_BYTES);
