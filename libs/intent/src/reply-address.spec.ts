import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseIntentKeys } from './key-ring.js';
import { replyAddress } from './reply-address.js';
import { isReviewToken, mintReviewToken } from './review-token.js';

const TOKEN = 'a'.repeat(40);

describe('a reply address', () => {
  it('carries the token as its subaddress', () => {
    expect(replyAddress('replies@example.test', TOKEN)).toBe(`replies+${TOKEN}@example.test`);
  });

  it('uses the whole 64 octets of a local part and not one more', () => {
    expect(replyAddress(`${'r'.repeat(23)}@example.test`, TOKEN).indexOf('@')).toBe(64);
    expect(() => replyAddress(`${'r'.repeat(24)}@example.test`, TOKEN)).toThrow(
      expect.objectContaining({ code: 'intent.address_unusable' }),
    );
  });

  it.each(['replies+x@example.test', '@example.test', 'example.test'])('refuses %j', (mailbox) => {
    expect(() => replyAddress(mailbox, TOKEN)).toThrow(expect.objectContaining({ code: 'intent.address_unusable' }));
  });
});

describe('a review token', () => {
  const keys = parseIntentKeys(`1:${randomBytes(32).toString('base64url')}`);

  it('opens the held reply it was made for and no other', () => {
    const token = mintReviewToken('held-1', keys);
    expect(isReviewToken(token, 'held-1', keys)).toBe(true);
    expect(isReviewToken(token, 'held-2', keys)).toBe(false);
  });

  it.each(['', '1.', '9.AAAAAAAAAAAAAAAAAAAAAA', '1.AAAAAAAAAAAAAAAAAAAAAA'])('refuses %j', (token) => {
    expect(isReviewToken(token, 'held-1', keys)).toBe(false);
  });
});
