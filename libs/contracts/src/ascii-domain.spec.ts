import { describe, expect, it } from '@jest/globals';
import { asciiDomain, inAscii } from './ascii-domain.js';

describe('a domain in ASCII', () => {
  it.each([
    ['Example.COM', 'example.com'],
    ['bücher.example', 'xn--bcher-kva.example'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['例え。テスト', 'xn--r8jz45g.xn--zckzah'],
  ])('%s is %s', (domain, ascii) => {
    expect(asciiDomain(domain)).toBe(ascii);
  });

  it.each([
    'example.com#.attacker.test',
    'example.com/.attacker.test',
    'example.com?.attacker.test',
    'example.com\\.attacker.test',
    'ex%61mple.com',
    'example.com:25',
    'exam\tple.com',
    'exam\u00adple.com',
    '0x7f.1',
    '１２７。１',
    'xn--',
    '',
    'ü'.repeat(100_000),
  ])('%j is none, and like no other', (text) => {
    expect(asciiDomain(text)).toBe(text);
  });

  it.each([
    ['Mail.Example.COM', 'Mail.Example.COM'],
    ['Bücher.Example', 'xn--bcher-kva.example'],
    ['bücher.example/x', 'bücher.example/x'],
    ['１２７．0.0.1', '１２７．0.0.1'],
  ])('that is kept as it was written is of %s %s', (domain, kept) => {
    expect(inAscii(domain)).toBe(kept);
  });
});
