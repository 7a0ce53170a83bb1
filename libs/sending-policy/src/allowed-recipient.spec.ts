import { expect, it } from '@jest/globals';
import { admissionOf } from './allowed-recipient.js';
import { patternFault } from './pattern-fault.js';

const rule = (pattern: string, isSearch = false) => ({ pattern, isSearch });

it.each([
  ['[a-f0-9]+@example\\.com', 'abc123@example.com', true],
  ['[a-f0-9]+@example\\.com', 'ABC123@Example.COM', true],
  ['[a-f0-9]+@example\\.com', 'abc123@example.com.evil.net', false],
  ['[a-f0-9]+@example\\.com', 'x.abc123@example.com', false],
  ['@example\\.com', 'anna@example.com', false],
])('the whole address must match: %s and %s: %s', (pattern, address, isAllowed) => {
  expect(admissionOf({ allowedRecipients: [rule(pattern)] }, address).isAllowed).toBe(isAllowed);
});

it('a rule can be a search', () => {
  const policy = { allowedRecipients: [rule('example', true)] };
  expect(admissionOf(policy, 'anna@example.com')).toEqual({ isAllowed: true, rule: rule('example', true) });
});

it('the first rule that lets an address in is named', () => {
  const policy = { allowedRecipients: [rule('.*\\.io'), rule('.*@example\\.io'), rule('a@example\\.io')] };
  expect(admissionOf(policy, 'a@example.io')).toMatchObject({ rule: { pattern: '.*\\.io' } });
});

it.each([[undefined], [{}], [{ allowedRecipients: [] }]])('without rules (%j) mail goes everywhere', (policy) => {
  expect(admissionOf(policy, 'anna@example.com')).toEqual({ isAllowed: true });
});

// With an engine that goes back over its steps each of these takes longer than the age of the universe.
it.each(['(a+)+', '(a|aa)+', '(.*a){25}', '([a-z]+)*'])('the hostile pattern %s does not block', (pattern) => {
  const address = `${'a'.repeat(200)}!@example.com`;
  expect(admissionOf({ allowedRecipients: [rule(pattern)] }, address).isAllowed).toBe(false);
});

it.each(['(', '[a', '(?=a)', '(a)\\1', '*'])('the pattern %s has a fault, and it is said', (pattern) => {
  expect(patternFault(pattern)).toMatch(/^is no regular expression in RE2 syntax: ./);
});

it('a pattern in RE2 syntax has none', () => {
  expect(patternFault('[a-f0-9]+@example\\.com')).toBeUndefined();
});
