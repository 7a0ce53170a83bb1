import { expect, it } from '@jest/globals';
import { intentCandidates, quotedTokens } from './intent-candidates.js';

const token = (word: string): string => word.repeat(40).slice(0, 40);
const nobody = { deliveredTo: [], to: [], cc: [], inReplyTo: [], references: [] };
const mailbox = (address: string) => ({ address, name: '' });

it('lists tokens with the most telling first, and each once', () => {
  const mail = {
    deliveredTo: [`r+${token('a')}@example.test`],
    to: [mailbox(`r+${token('b')}@example.test`), mailbox('carol@example.com')],
    cc: [mailbox(`r+${token('A').toLowerCase()}@example.test`)],
    inReplyTo: [`${token('c')}@example.test`],
    references: [`${token('e')}@example.test`, `${token('d')}@example.test`],
  };
  expect(intentCandidates(mail)).toEqual(['a', 'b', 'c', 'd', 'e'].map(token));
});

it.each([
  'r@example.test',
  'r+short@example.test',
  `r+${token('1')}@example.test`,
  `r+${token('a')}a@example.test`,
  `${token('a')}@x@y`,
])('sees none in %s', (address) => {
  expect(intentCandidates({ ...nobody, deliveredTo: [address] })).toEqual([]);
});

it('tries a bounded number of them', () => {
  const references = Array.from(
    { length: 500 },
    (_, index) =>
      `${index
        .toString(6)
        .replaceAll(/\d/g, (digit) => 'abcdef'[Number(digit)]!)
        .padStart(40, 'z')}@x`,
  );
  expect(intentCandidates({ ...nobody, references }).length).toBeLessThanOrEqual(20);
});

it('finds the token of a report that returns nothing in the Message-IDs that it answers, after all other places', () => {
  const answer = { inReplyTo: [`${token('b')}@example.test`], references: [`${token('c')}@example.test`] };
  expect(quotedTokens({ ...nobody, ...answer })).toEqual(['b', 'c'].map(token));
  expect(quotedTokens({ ...nobody, ...answer, text: `<${token('a')}@example.test>` })[0]).toBe(token('a'));
});
