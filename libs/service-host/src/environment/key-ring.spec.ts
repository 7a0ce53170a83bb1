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

  it('hides no defect of its parser', () => {
    expect(() => keyRing(parse, 'id').safeParse('defect')).toThrow(TypeError);
  });
});
