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
