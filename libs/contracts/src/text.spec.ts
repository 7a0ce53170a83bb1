import { describe, expect, it } from '@jest/globals';
import { key, moment, host, mailAddress, oneLine, prose, webLink } from './text.js';

describe('a mail address', () => {
  it.each([
    'ann@example.test',
    'ann.b+tag@sub.example.test',
    "o'hara@example.test",
    'ann@localhost',
    'jürgen@example.test',
  ])('may be %s', (address) => expect(mailAddress.parse(address)).toBe(address));

  it('keeps its local part and folds its domain', () => {
    expect(mailAddress.parse(' Ann@EXAMPLE.Test ')).toBe('Ann@example.test');
  });

  it.each([
    'ann',
    '@example.test',
    'ann@',
    'ann@-example.test',
    'ann@example..test',
    'ann@example.test, eve@x.test',
    'Ann <ann@example.test>',
    '"ann b"@example.test',
    'ann@example.test\r\nBcc: eve@x.test',
    'ann\ud83d@example.test',
    'ann(x)@example.test',
    `${'a'.repeat(65)}@example.test`,
  ])('may not be %j', (address) => expect(mailAddress.safeParse(address).success).toBe(false));
});

describe('a link', () => {
  it.each([
    ['https://reports.example/a?b=1&c=2#d', 'https://reports.example/a?b=1&c=2#d'],
    ['HTTP://Example.test', 'http://example.test/'],
    ['https://example.test/"><script>', 'https://example.test/%22%3E%3Cscript%3E'],
    ['https://example.test/a\r\nb', 'https://example.test/ab'],
  ])('may be %j', (link, expected) => expect(webLink.parse(link)).toBe(expected));

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', 'example.test', '//example.test', ''])(
    'may not be %j',
    (link) => expect(webLink.safeParse(link).success).toBe(false),
  );
});

describe('a text', () => {
  it.each(['a\nb', 'a\rb', 'a\0b', 'a\u2028b', '  ', ''])('of one line may not be %j', (text) => {
    expect(oneLine(10).safeParse(text).success).toBe(false);
  });

  it('of several lines may hold anything but NUL', () => {
    expect(prose(10).safeParse('a\nb').success).toBe(true);
    expect(prose(10).safeParse('a\0b').success).toBe(false);
  });
});

describe('a host', () => {
  it.each(['smtp.example.test', '10.0.0.1', '::1', 'mail_1'])('may be %s', (name) =>
    expect(host.parse(name)).toBe(name),
  );
  it.each(['', 'http://x', 'a b', 'a/b', 'a@b'])('may not be %j', (name) =>
    expect(host.safeParse(name).success).toBe(false),
  );
});

it.each(['x\ud800', '\udc00', ''])('%j is no key', (text) => {
  expect(key(10).safeParse(text).success).toBe(false);
});

it.each([
  ['0000-01-01T00:00:00Z', false],
  ['1999-12-31T23:59:59Z', false],
  ['2026-11-21T10:00:00Z', true],
  ['9999-12-31T23:59:59Z', false],
])('%s is a moment that can be written down everywhere: %s', (text, expected) => {
  expect(moment.safeParse(text).success).toBe(expected);
});
