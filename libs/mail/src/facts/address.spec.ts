import { expect, it } from '@jest/globals';
import { normaliseAddress } from './address.js';

it.each([
  [' <Bob@Example.TEST> ', 'bob@example.test'],
  ['bob@example.test.', 'bob@example.test'],
  ['bob@bücher.example', 'bob@xn--bcher-kva.example'],
  ['\u202abob@example.test\u202c', 'bob@example.test'],
  ['"a@b"@example.test', '"a@b"@example.test'],
  ['bob@example.com#.attacker.test', 'bob@example.com#.attacker.test'],
  ['not an address', 'not an address'],
  ['', ''],
])('compares %j as %j', (address, normalised) => {
  expect(normaliseAddress(address)).toBe(normalised);
});

it('takes no time for what is longer than any address', () => {
  // Quadratic work on these takes longer than the runner waits.
  const marks = '\u0316\u0301\u0327'.repeat(300_000);
  expect(normaliseAddress(`Bob${marks}@example.test`)).toBe(`bob${marks}@example.test`);
  expect(normaliseAddress(`bob@${'ü'.repeat(900_000)}.test`)).toContain('üü');
});
