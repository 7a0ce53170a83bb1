import { describe, expect, it } from '@jest/globals';
import { addressIn } from './id-token.js';

const CLIENT = 'the-client';
const token = (claims: unknown): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.signature`;
const good = { aud: CLIENT, nonce: 'n', preferred_username: 'ann@Example.test' };

describe('an id token', () => {
  it('names the login of the account', () => {
    expect(addressIn(token(good), { clientId: CLIENT, nonce: 'n' })).toBe('ann@example.test');
  });

  it.each([
    ['is missing', undefined],
    ['is no token', 'a.%%.c'],
    ['holds nothing', token(null)],
    ['answers another attempt', token({ ...good, nonce: 'm' })],
    ['is for another application', token({ ...good, aud: 'other' })],
    ['names no address', token({ ...good, preferred_username: 'ann' })],
  ])('that %s links nothing', (_what, idToken) => {
    expect(() => addressIn(idToken, { clientId: CLIENT, nonce: 'n' })).toThrow(
      expect.objectContaining({ code: 'account.link_refused' }),
    );
  });
});
