import { expect, it } from '@jest/globals';
import { unspeakableIn } from './unspeakable.js';

const [ASCII, OTHER] = ['bob@example.test', 'j\u00f6rg@example.test'];

it.each([
  ['is sent to whoever has no letters of other alphabets', ASCII, ASCII, [], undefined],
  ['has no sender, which anybody may be told', null, ASCII, [], undefined],
  ['goes to a server that takes all letters', OTHER, OTHER, ['SIZE', 'SMTPUTF8'], undefined],
  ['names a recipient that the server has no words for', ASCII, OTHER, ['8BITMIME'], 'provider.recipient_refused'],
  ['names such a sender', OTHER, ASCII, ['8BITMIME'], 'provider.sender_refused'],
  ['names both, of whom the recipient is told', OTHER, OTHER, [], 'provider.recipient_refused'],
])('a mail that %s', (_name, reversePath, forwardPath, extensions, code) => {
  expect(unspeakableIn({ reversePath, forwardPath }, extensions)?.code).toBe(code);
});
