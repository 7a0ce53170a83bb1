import { describe, expect, it } from '@jest/globals';
import type { Decided } from './decide.js';
import { finalOf, type CarriedOut } from './plan.js';

const VERDICT: Decided = { outcome: 'reject', reason: 'empty', decidedBy: 'empty', passed: ['not-ours'] };

describe('a verdict that was carried out', () => {
  it.each<[string, CarriedOut, object]>([
    ['stands', { wasDiscarded: false, taken: 'now' }, VERDICT],
    ['says why nobody was told', { wasDiscarded: false, taken: 'now', untold: 'told-today' }, { untold: 'told-today' }],
    ['of a mail that is decided again stands: he was told', before('told-today'), { ...VERDICT, untold: undefined }],
    ['of a copy is that it is one', { wasDiscarded: false, taken: 'elsewhere' }, { decidedBy: 'duplicate' }],
    ['of what its owner discarded is that he did', { wasDiscarded: true }, { decidedBy: 'discarded' }],
  ])('%s', (_what, carriedOut, expected) => {
    expect({ untold: undefined, ...finalOf(VERDICT, carriedOut) }).toMatchObject(expected);
  });

  it('tells the rules that let the mail pass, and the one that decided before', () => {
    expect(finalOf(VERDICT, { wasDiscarded: true }).passed).toEqual(['not-ours', 'empty']);
  });
});

function before(untold: NonNullable<CarriedOut['untold']>): CarriedOut {
  return { wasDiscarded: false, taken: 'before', untold };
}
