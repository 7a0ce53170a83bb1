import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { stableId } from './stable-id.js';

describe('an id that is always the same', () => {
  it('is a UUID', () => {
    expect(z.uuid().safeParse(stableId('a', 'b')).success).toBe(true);
    expect(stableId('a', 'b')).toBe(stableId('a', 'b'));
    expect(stableId('a', 'b')).not.toBe(stableId('ab', ''));
  });
});
