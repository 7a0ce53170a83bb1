import { describe, expect, it } from '@jest/globals';
import { Failure } from '@replyline/errors';
import { keyRing } from './key-ring.js';

const parse = (text: string) => {
  if (text === 'canary') throw new Failure('configuration.invalid');
  if (text === 'defect') throw new TypeError('defect');
  return text.split(',');
};

describe('a key ring of the environment', () => {
  it('is what its parser makes of it', () => {
    expect(keyRing(parse, 'id').parse('a,b')).toEqual(['a', 'b']);
  });

  it('that is wrong is refused with its shape and without its text', () => {
    const { error } = keyRing(parse, 'number').safeParse('canary');
    expect(error?.issues[0]?.message).toContain('number:key[,number:key…]');
    expect(String(error)).not.toContain('canary');
  });

  it('says what an id may be, and that there is one key for each', () => {
    const messages = (['id', 'number'] as const).map(
      (entry) => keyRing(parse, entry).safeParse('canary').error?.issues[0]?.message,
    );
    expect(messages).toEqual([
      expect.stringContaining('a-z and 0-9 and once'),
      expect.stringContaining('0 to 63 and once'),
    ]);
  });

  it('hides no defect of its parser', () => {
    expect(() => keyRing(parse, 'id').safeParse('defect')).toThrow(TypeError);
  });
});
