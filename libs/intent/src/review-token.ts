import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IntentKeys } from './key-ring.js';

const TAG_BYTES = 16;
const SHAPE = /^(\d{1,2})\.([A-Za-z0-9_-]{22})$/;

/**
 * Proves that whoever opens the page of a held reply got our mail about it: `<key id>.<tag>`, 128 bits of
 * HMAC-SHA-256 over the id of the held reply. outbound-mail makes it while rendering, so no event carries it.
 */
export function mintReviewToken(heldReplyId: string, keys: IntentKeys): string {
  return `${keys.current}.${tag(heldReplyId, keys.key(keys.current)!).toString('base64url')}`;
}

export function isReviewToken(token: string, heldReplyId: string, keys: IntentKeys): boolean {
  const match = SHAPE.exec(token);
  const key = match && keys.key(Number(match[1]));
  return !!key && timingSafeEqual(Buffer.from(match[2]!, 'base64url'), tag(heldReplyId, key));
}

const tag = (id: string, key: Uint8Array): Buffer =>
  createHmac('sha256', key).update('review').update(id).digest().subarray(0, TAG_BYTES);
