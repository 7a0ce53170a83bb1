import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseIntentKeys } from './key-ring.js';
import { expiryDayFor, LIFETIME_DAYS, looksLikeToken, mintToken, readToken, type Intent } from './token.js';

const aKey = (id: number) => `${id}:${randomBytes(32).toString('base64url')}`;
const keys = parseIntentKeys(aKey(1));
const NOW = new Date('2026-11-20T12:00:00Z');
const daysLater = (days: number) => new Date(NOW.getTime() + days * 86_400_000);
const anIntent = (over: Partial<Intent> = {}): Intent => ({
  purpose: 'reply',
  replyKey: randomBytes(12).toString('hex'),
  expiryDay: expiryDayFor(NOW),
  ...over,
});

describe('an intent token', () => {
  it.each(['reply', 'no-reply'] as const)('reads back what was minted (%s)', (purpose) => {
    const intent = anIntent({ purpose });
    expect(readToken(mintToken(intent, keys), keys, NOW)).toEqual({ kind: 'valid', intent });
  });

  it('is 40 characters that survive a relay which folds case', () => {
    const token = mintToken(anIntent(), keys);
    expect(token).toMatch(/^[a-z2-7]{40}$/);
    expect(readToken(token.toUpperCase(), keys, NOW).kind).toBe('valid');
  });

  it('counts until the last day of its life and is known as expired afterwards', () => {
    const intent = anIntent();
    const token = mintToken(intent, keys);
    expect(readToken(token, keys, daysLater(LIFETIME_DAYS)).kind).toBe('valid');
    expect(readToken(token, keys, daysLater(LIFETIME_DAYS + 1))).toEqual({ kind: 'expired', intent });
  });

  it('is forged after any single change', () => {
    const token = mintToken(anIntent(), keys);
    fc.assert(
      fc.property(fc.nat(39), fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz234567'), (at, character) => {
        const changed = token.slice(0, at) + character + token.slice(at + 1);
        return changed === token || readToken(changed, keys, NOW).kind === 'forged';
      }),
    );
  });

  it('is forged under a foreign key of the same id, and valid under a ring that kept the old key', () => {
    const old = aKey(1);
    const token = mintToken(anIntent(), parseIntentKeys(old));
    expect(readToken(token, keys, NOW)).toEqual({ kind: 'forged' });
    expect(readToken(token, parseIntentKeys(`${aKey(2)},${old}`), NOW).kind).toBe('valid');
  });

  it('is forged when it is noise, and no noise throws', () => {
    fc.assert(fc.property(fc.string(), (noise) => readToken(noise, keys, NOW).kind === 'forged'));
    expect(looksLikeToken('x'.repeat(39))).toBe(false);
  });
});

describe('intent keys', () => {
  it.each(['', '1', '64:' + 'A'.repeat(43), 'a:' + 'A'.repeat(43), `1:${'A'.repeat(43)},1:${'B'.repeat(43)}`])(
    'refuse %j',
    (text) => {
      expect(() => parseIntentKeys(text)).toThrow(expect.objectContaining({ code: 'configuration.invalid' }));
    },
  );
});
