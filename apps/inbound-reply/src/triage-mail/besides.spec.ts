import { describe, expect, it } from '@jest/globals';
import { besidesOf } from './besides.js';

describe('what goes with the text of a reply', () => {
  it('is nothing where there is nothing', () => {
    expect(besidesOf({ answers: [], remainder: '' })).toEqual({});
  });

  it('is what was answered line by line, and what was elided', () => {
    const answers = [{ quoted: 'Tea?', text: 'Yes.' }];
    expect(besidesOf({ answers, remainder: '-- \nAda' })).toEqual({ answers, elided: '-- \nAda' });
  });

  it('never takes the room of the text', () => {
    const long = '\u0001'.repeat(100_000);
    const { answers, elided } = besidesOf({ answers: [{ quoted: '', text: long }], remainder: long });
    expect(answers).toBeUndefined();
    expect(Buffer.byteLength(JSON.stringify(elided))).toBeLessThanOrEqual(16_000);
    expect(elided).not.toBe('');
  });

  it('never ends with half a character', () => {
    for (const lead of ['', 'a'])
      expect(besidesOf({ answers: [], remainder: lead + '🙂'.repeat(20_000) }).elided).not.toMatch(/\p{Cs}/u);
  });
});
