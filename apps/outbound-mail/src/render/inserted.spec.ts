import { describe, expect, it } from '@jest/globals';
import { bare, inHtml, inPlainText, insert, oneLine, withoutOverrides } from './inserted.js';

const HEBREW = 'דוגמה';

describe('a name in a sentence', () => {
  it('is isolated in text where its direction or that of the sentence asks for it', () => {
    expect(inPlainText(`${insert('ada')} wrote`, 'ltr')).toBe('ada wrote');
    expect(inPlainText(`${insert(HEBREW)} wrote`, 'ltr')).toBe(`\u2068${HEBREW}\u2069 wrote`);
    expect(inPlainText(`كتب ${insert('ada')}`, 'rtl')).toBe('كتب \u2068ada\u2069');
  });

  it('is an element of its own in HTML', () => {
    expect(inHtml(`${insert('ada')} wrote`)).toBe('<bdi>ada</bdi> wrote');
  });

  it('is itself where nothing is laid out', () => {
    expect(bare(`${insert(HEBREW)} wrote`)).toBe(`${HEBREW} wrote`);
  });

  it.each([
    ['turns what follows', 'ada\u202e', 'ada'],
    ['ends its own isolation', 'ada\u2069 and \u2068eve', 'ada and eve'],
    ['ends a header field', 'ada\r\nBcc: eve@evil.test', 'ada Bcc: eve@evil.test'],
    ['has other line breaks', 'a\u2028b\u2029c\u0085d\u0000e', 'a b c d e'],
  ])('that %s cannot', (_what, name, expected) => {
    expect(oneLine(name)).toBe(expected);
    expect(insert(name)).toBe(`\u2068${expected}\u2069`);
  });
});

it('what a person wrote keeps its letters in their order, and everything else', () => {
  expect(withoutOverrides(`exe.\u202etxt\u202c \u2067${HEBREW}\u2069\n\tb`)).toBe(
    `exe.txt\u202c \u2067${HEBREW}\u2069\n\tb`,
  );
});
