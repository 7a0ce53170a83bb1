import { describe, expect, it } from '@jest/globals';
import { singleSpaced } from './single-spaced.js';

const UNITS = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit));

describe('singleSpaced', () => {
  it.each(['', ' ', 'a', ' a ', 'a\r\n\r\nb\tc', 'ä \u00a0\u2003\ufeff€ \u{1f44d}\n\n', '\n'.repeat(50)])(
    'does what the expression does: %j',
    (text) => expect(singleSpaced(text)).toBe(text.replace(/\s+/g, ' ')),
  );

  it('takes for white space what the expression takes for it, and leaves halves of characters as they are', () => {
    const text = UNITS.join('xx') + UNITS.join('');
    expect(singleSpaced(text)).toBe(text.replace(/\s+/g, ' '));
  });
});
