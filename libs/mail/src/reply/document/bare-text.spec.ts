import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bareText } from './bare-text.js';

/** The same, slowly. */
const expected = (html: string): string =>
  html
    .replace(/<[a-z/!?][^<>]{0,2000}>/gi, ' ')
    .replace(/\s+/g, ' ')
    .trim();

const UNITS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));

describe('bareText', () => {
  it.each([
    ['', ''],
    ['a < b and c > d', 'a < b and c > d'],
    ['<p class="x">One<br/>two</p>\n\n<!-- x -->three', 'One two three'],
    ['1 <2> 3 <<b>bold</b>', '1 <2> 3 < bold'],
    [`<a${'x'.repeat(2_000)}>b`, 'b'],
    [`<a${'x'.repeat(2_001)}>b`, `<a${'x'.repeat(2_001)}>b`],
  ])('of %j is %j', (html, text) => expect([bareText(html), expected(html)]).toEqual([text, text]));

  it('takes for white space what expressions take for it, and leaves halves of characters as they are', () => {
    const text = UNITS.join('xx') + UNITS.join('');
    expect(bareText(text)).toBe(expected(text));
  });

  it('is what expressions make of whatever comes', () => {
    const pieces = fc.array(fc.constantFrom('<', '>', '<b>', '</', '!', 'a', ' ', '\n', '\u00a0', '👍', '<p\n>', '?'));
    fc.assert(
      fc.property(pieces, (all) => {
        expect(bareText(all.join(''))).toBe(expected(all.join('')));
      }),
    );
  });
});
