import { expect, it } from '@jest/globals';
import { givenMessageId } from './given-message-id.js';

it.each([
  ['<a1@mail.example>', 'a1@mail.example'],
  ['a1@mail.example', 'a1@mail.example'],
  [undefined, undefined],
  ['<>', undefined],
  ['<a\u00001@mail.example>', undefined],
  ['<\ud83d@mail.example>', undefined],
  [`<${'a'.repeat(999)}>`, undefined],
])('what a server calls a mail, %j, is %j', (said, given) => expect(givenMessageId(said)).toBe(given));
