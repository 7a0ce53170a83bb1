import { expect, it } from '@jest/globals';
import { readMessage } from './read-message.js';

const read = (fields: string) => readMessage(Buffer.from(`${fields}\r\n\r\n=C3=BC\r\n`));

it.each([
  ['Ada <ada@example.test>', '"Ada" <ada@example.test>'],
  ['Ada B Lovelace <ada.b+x@mail.example.test>', '"Ada B Lovelace" <ada.b+x@mail.example.test>'],
  ['Ada@Example.TEST', '<Ada@Example.TEST>'],
  ['ada@localhost', '<ada@localhost>'],
  ['ada@1.2', '<ada@1.2>'],
  ['ada@xn--bcher-kva.example', '<ada@xn--bcher-kva.example>'],
])('From: %s, which nothing decorates, is read as %s is', async (plain, decorated) => {
  expect((await read(`From: ${plain}`)).from).toEqual((await read(`From: ${decorated}`)).from);
});

it.each([
  ['text/plain; charset=utf-8', 'text/plain (a text); charset="utf-8"'],
  ['TEXT/Plain;\tCharset="utf-8"', 'text/plain (a text); charset=utf-8'],
  ['text/plain; charset=utf-8; charset=utf-16', 'text/plain; charset=utf-8 (the first counts); charset=utf-16'],
])('Content-Type: %s, without comment or escape, is read as %s is', async (plain, decorated) => {
  const encoded = 'Content-Transfer-Encoding: quoted-printable';
  const [one, other] = [
    await read(`${encoded}\r\nContent-Type: ${plain}`),
    await read(`${encoded}\r\nContent-Type: ${decorated}`),
  ];
  expect(one.text).toBe('ü\n');
  expect(other.text).toBe(one.text);
});
