import { describe, expect, it } from '@jest/globals';
import { parseIntentKeys } from './key-ring.js';
import { mintReviewToken } from './review-token.js';
import { mintUnsubscribeToken, readUnsubscribeToken } from './unsubscribe-token.js';

const key = (fill: number) => Buffer.alloc(32, fill).toString('base64url');
const keys = parseIntentKeys(`2:${key(2)},1:${key(1)}`);
const before = parseIntentKeys(`1:${key(1)}`);
const foreign = parseIntentKeys(`2:${key(9)}`);
const id = '7d3b2c52-3f43-4b4e-9b36-0b8f2d3c1a10';
const token = mintUnsubscribeToken(id, keys);

describe('the token of a link to unsubscribe', () => {
  it('leads to its delivery, also after its key was replaced', () => {
    expect(readUnsubscribeToken(token, keys)).toBe(id);
    expect(readUnsubscribeToken(mintUnsubscribeToken(id, before), keys)).toBe(id);
  });

  it('fits into a path as it is, and does not say whose delivery it is', () => {
    expect(token).toMatch(/^[A-Za-z0-9_-]{44}$/);
  });

  it('is nothing when one octet of it is another', () => {
    const bytes = Buffer.from(token, 'base64url');
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(readUnsubscribeToken(changed.toString('base64url'), keys)).toBeUndefined();
    }
  });

  it.each([
    ['of other keys', mintUnsubscribeToken(id, foreign)],
    ['for another purpose', mintReviewToken(id, keys)],
    ['that was cut', token.slice(0, -4)],
    ['that is longer', `${token}AAAA`],
    ['that is empty', ''],
  ])('is nothing when it is one %s', (_what, other) => {
    expect(readUnsubscribeToken(other, keys)).toBeUndefined();
  });
});
