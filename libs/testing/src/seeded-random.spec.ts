import { describe, expect, it } from '@jest/globals';
import { seededRandom } from './seeded-random.js';

const draw = (seed: number) => {
  const random = seededRandom(seed);
  return [random.next(), random.below(10), random.pick(['a', 'b', 'c']), random.bytes(4).toString('hex')];
};

describe('chance with a seed', () => {
  it('repeats itself', () => expect(draw(7)).toEqual(draw(7)));
  it('differs by seed', () => expect(draw(7)).not.toEqual(draw(8)));

  it('reaches every whole number below the limit and no other', () => {
    const random = seededRandom(1);
    expect(new Set(Array.from({ length: 200 }, () => random.below(3)))).toEqual(new Set([0, 1, 2]));
  });
});
