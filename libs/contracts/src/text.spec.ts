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
    ['ann@Bücher.example', 'ann@xn--bcher-kva.example'],
    ['用户@例え.jp', '用户@xn--r8jz45g.jp'],
  ])('in a domain of other letters is the one that servers know: %s', (address, known) => {
    expect(mailAddress.parse(address)).toBe(known);
  });

  it.each([
    'ann',
    'ann@bü cher.example',
    'ann@bücher..example',
    'ann@bücher.example>',
    'ann@bücher.example/evil',
    'ann@bücher.example#x',
    'ann@bücher.example?x',
    'ann@bücher.example\\x',
    'ann@bü\ncher.example',
    'ann@ü.%65xample',
    `ann@${'例え'.repeat(200_000)}.example`,
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

it.each([
  ['of one line', oneLine(10)],
  ['of several lines', prose(10)],
])('a text %s that was cut within a character says so in one that can be written', (_which, text) => {
  expect(text.parse('See you \ud83d')).toBe('See you \ufffd');
  expect(text.parse('😀')).toBe('😀');
});

describe('a host', () => {
  it('of other letters is the one that DNS knows', () => {
    expect(host.parse('mail.bücher.example')).toBe('mail.xn--bcher-kva.example');
  });

  it.each(['smtp.example.test', '10.0.0.1', '::1', 'mail_1'])('may be %s', (name) =>
    expect(host.parse(name)).toBe(name),
  );
  it.each([
    '',
    'http://x',
    'a b',
    'a/b',
    'a@b',
    'mail.example.test:25',
    '10.0.0.1:25',
    'bü cher',
    'bücher.example/evil',
    '例'.repeat(200_000),
  ])('may not be %j', (name) => expect(host.safeParse(name).success).toBe(false));
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

it.each([
  ['2026-11-21T10:00:00+00:00', '2026-11-21T10:00:00.000Z'],
  ['2026-10-25T02:30:00+02:00', '2026-10-25T00:30:00.000Z'],
  ['2026-11-21T23:00:00.5-05:30', '2026-11-22T04:30:00.500Z'],
  ['2026-11-21T10:00:00.123456Z', '2026-11-21T10:00:00.123456Z'],
])('%s travels on as %s', (text, utc) => expect(moment.parse(text)).toBe(utc));

it.each(['2026-11-21T10:00:00', '2026-11-21T10:00Z', '2026-11-21', '2026-02-30T10:00:00+01:00', 'tomorrow', '9+01:00'])(
  '%s is no moment',
  (text) => expect(moment.safeParse(text).success).toBe(false),
);
