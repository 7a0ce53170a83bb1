import { expect, it } from '@jest/globals';
import { VerifiedTokens } from './verified-tokens.js';

const ALICE = { userId: 'alice', roles: ['user'] as const };
const START = Date.UTC(2026, 0, 1);
let now = START;
const tokens = () => {
  now = START;
  return new VerifiedTokens(() => now);
};
const inSeconds = (seconds: number) => START / 1_000 + seconds;

it('a token is known for half a minute, and not for longer', () => {
  const known = tokens();
  known.keep('a', ALICE, inSeconds(3_600));
  now = START + 29_999;
  expect(known.get('a')).toBe(ALICE);
  now = START + 30_000;
  expect(known.get('a')).toBeUndefined();
});

it('a token that ends sooner is known until then', () => {
  const known = tokens();
  known.keep('a', ALICE, inSeconds(10));
  now = START + 10_000;
  expect(known.get('a')).toBeUndefined();
});

it('another token is another caller', () => {
  const known = tokens();
  known.keep('a', ALICE, inSeconds(10));
  expect(known.get('b')).toBeUndefined();
});

it('no more than a thousand are kept, and the oldest goes', () => {
  const known = tokens();
  for (let n = 0; n <= 1_000; n += 1) known.keep(String(n), ALICE, inSeconds(10));
  expect([known.get('0'), known.get('1'), known.get('1000')]).toEqual([undefined, ALICE, ALICE]);
});
