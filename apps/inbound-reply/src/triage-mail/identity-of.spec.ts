import { describe, expect, it } from '@jest/globals';
import { replyIdOf } from './identity-of.js';

const mail = {
  from: [{ address: 'a@example.test', name: 'A' }],
  subject: 'Re: x',
  date: new Date('2026-11-20T12:00:00Z'),
  text: 'Yes.',
};

describe('the id of a reply', () => {
  const one = { ...mail, messageId: '1@example.test' };
  it.each([
    ['the same mail again', one, { ...one, subject: 'changed on the way' }, 'k', true],
    ['another mail', one, { ...one, messageId: '2@example.test' }, 'k', false],
    ['an answer to another mail of ours', one, one, 'other', false],
    ['the same mail without a Message-ID', mail, { ...mail }, 'k', true],
    ['another mail without a Message-ID', mail, { ...mail, text: 'No.' }, 'k', false],
  ])('of %s', (_name, first, second, key, isSame) => {
    expect(replyIdOf(first, 'k') === replyIdOf(second, key)).toBe(isSame);
  });
});
