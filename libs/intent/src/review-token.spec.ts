import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseIntentKeys } from './key-ring.js';
import { isReviewToken, mintReviewToken } from './review-token.js';

const aKey = (id: number) => `${id}:${randomBytes(32).toString('base64url')}`;
const keys = parseIntentKeys(aKey(1));
const ID = randomUUID();

describe('a review token', () => {
  it('opens the held reply that it was made for', () => {
    expect(isReviewToken(mintReviewToken(ID, keys), ID, keys)).toBe(true);
  });

  it('opens no other held reply', () => {
    expect(isReviewToken(mintReviewToken(ID, keys), randomUUID(), keys)).toBe(false);
  });

  it('counts under a ring that kept its key, and not without that key', () => {
    const old = aKey(1);
    const token = mintReviewToken(ID, parseIntentKeys(old));
    expect(isReviewToken(token, ID, parseIntentKeys(`${aKey(2)},${old}`))).toBe(true);
    expect(isReviewToken(token, ID, keys)).toBe(false);
    expect(isReviewToken(token, ID, parseIntentKeys(aKey(2)))).toBe(false);
  });

  it.each(['', '1', '1.', '.', `1.${'A'.repeat(22)}`, `64.${'A'.repeat(22)}`, `1.${'A'.repeat(10_000)}`])(
    'is not %j',
    (noise) => {
      expect(isReviewToken(noise, ID, keys)).toBe(false);
    },
  );
});
