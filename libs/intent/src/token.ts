import { createHmac, timingSafeEqual } from 'node:crypto';
import { fromBase32, toBase32 } from './base32.js';
import type { IntentKeys } from './key-ring.js';

/** What an answer to the mail will mean. `no-reply` mail carries a token too, so that an answer can be explained. */
export type Purpose = 'reply' | 'no-reply';

const PURPOSES = ['reply', 'no-reply'] as const satisfies readonly Purpose[];
const REPLY_KEY_BYTES = 12;
const TAG_BYTES = 10;
const HEAD_BYTES = 3;
const SHAPE = /^[a-z2-7]{40}$/;
const DAY_MS = 86_400_000;

/** How long an answer counts after the mail was accepted. */
export const LIFETIME_DAYS = 90;

export interface Intent {
  readonly purpose: Purpose;
  /** 96 random bits in hexadecimal: which delivery this is an answer to. */
  readonly replyKey: string;
  /** The last day on which an answer counts, in days since 1970-01-01 UTC. */
  readonly expiryDay: number;
}

export type ReadIntent =
  | { readonly kind: 'valid'; readonly intent: Intent }
  | { readonly kind: 'expired'; readonly intent: Intent }
  | { readonly kind: 'forged' };

export const expiryDayFor = (now: Date): number => dayOf(now) + LIFETIME_DAYS;

/** Whether a text has the shape of a token. Says nothing of whether we made it. */
export const looksLikeToken = (text: string): boolean => SHAPE.test(text.toLowerCase());

/**
 * 40 characters of lower-case base32, because some relays fold the case of local parts although RFC 5321 §2.4
 * forbids it: key id (6 bits), purpose (2), expiry day (16), reply key (96), and 80 bits of HMAC-SHA-256 over them.
 */
export function mintToken({ purpose, replyKey, expiryDay }: Intent, keys: IntentKeys): string {
  const body = Buffer.alloc(HEAD_BYTES + REPLY_KEY_BYTES);
  body[0] = (keys.current << 2) | PURPOSES.indexOf(purpose);
  body.writeUInt16BE(expiryDay, 1);
  body.write(replyKey, HEAD_BYTES, 'hex');
  return toBase32(Buffer.concat([body, tag(body, keys.key(keys.current)!)]));
}

/** Reads a token in constant time with respect to its tag. A foreign key, a changed bit and mere noise are all `forged`. */
export function readToken(token: string, keys: IntentKeys, now: Date): ReadIntent {
  if (!looksLikeToken(token)) return { kind: 'forged' };
  const bytes = Buffer.from(fromBase32(token.toLowerCase()));
  const body = bytes.subarray(0, -TAG_BYTES);
  const key = keys.key(body[0]! >> 2);
  const purpose = PURPOSES[body[0]! & 3];
  if (!key || !purpose || !timingSafeEqual(bytes.subarray(-TAG_BYTES), tag(body, key))) return { kind: 'forged' };
  const intent = { purpose, replyKey: body.toString('hex', HEAD_BYTES), expiryDay: body.readUInt16BE(1) };
  return { kind: dayOf(now) > intent.expiryDay ? 'expired' : 'valid', intent };
}

const dayOf = (now: Date): number => Math.floor(now.getTime() / DAY_MS);

const tag = (body: Uint8Array, key: Uint8Array): Buffer =>
  createHmac('sha256', key).update('intent').update(body).digest().subarray(0, TAG_BYTES);
