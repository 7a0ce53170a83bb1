import { describe, expect, it } from '@jest/globals';
import { mailText } from './mail-text.js';

describe('a text for a mail', () => {
  it.each(['', 'Yes.', '\u0001'.repeat(40_000), '字'.repeat(80_000)])(
    'stays as it is while an event can carry it',
    (text) => {
      expect(mailText(text)).toBe(text);
    },
  );

  it.each([
    ['letters', 'a'.repeat(300_000)],
    ['control characters', '\u0001'.repeat(100_000)],
    ['pairs of surrogates', '😀'.repeat(100_000)],
  ])('of too many %s is cut and says so', (_what, text) => {
    const cut = mailText(text);
    expect(Buffer.byteLength(JSON.stringify(cut))).toBeLessThanOrEqual(240 * 1024);
    expect(cut).toMatch(/[^\uD800-\uDBFF]\n\[…\]$/);
    expect(text.startsWith(cut.slice(0, -4))).toBe(true);
  });
});
