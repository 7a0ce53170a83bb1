import { Failure } from '@replyline/errors';
import { expect, it } from '@jest/globals';
import { saidOf, saying } from './said.js';
import { toFailure } from './smtp/errors.js';

const TOKEN = 'eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9';

it('what a server said is beside the failure, without the addresses and tokens that it repeats', () => {
  const response = `550 5.1.1 <bob@example.test>: user unknown, ${TOKEN}`;
  const failure = toFailure({ responseCode: 550, response, command: 'RCPT TO', code: 'EENVELOPE' });
  expect(saidOf(failure)).toBe('550 5.1.1 <<address>>: user unknown, <…>');
  expect(JSON.stringify({ ...failure, message: failure.message })).not.toContain('user unknown');
});

it('it is cut, and nothing where the server said nothing', () => {
  expect(saidOf(saying(new Failure('provider.unavailable'), 'so it is. '.repeat(90)))).toHaveLength(300);
  expect(saidOf(saying(new Failure('provider.unavailable'), undefined))).toBeUndefined();
});

it.each([
  ['a NUL', '250 Ok \u0000\u0001 queued', '250 Ok queued'],
  ['half a character', '550 no \ud83d more', '550 no \ufffd more'],
  ['a character that would be cut in two', `${'x '.repeat(149)}.😀`, `${'x '.repeat(149)}.`],
])('%s in it is nothing that a database refuses', (_what, words, kept) => {
  expect(saidOf(saying(new Failure('provider.unavailable'), words))).toBe(kept);
});
