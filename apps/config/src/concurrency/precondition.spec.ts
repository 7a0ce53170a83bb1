import { describe, expect, it } from '@jest/globals';
import { assertBasedOn, readPrecondition, type Precondition } from './precondition.js';

const attempt = (current: number | undefined, precondition: Partial<Precondition>): string => {
  try {
    assertBasedOn(current, { mustBeNew: false, ...precondition });
    return 'goes on';
  } catch (error) {
    return (error as { code: string }).code;
  }
};

describe('a change', () => {
  it.each([
    ['a first save that says nothing', undefined, {}, 'goes on'],
    ['a first save that must be the first', undefined, { mustBeNew: true }, 'goes on'],
    ['a first save that thinks it is the fourth', undefined, { revision: 3 }, 'request.precondition_failed'],
    ['a change of the current revision', 3, { revision: 3 }, 'goes on'],
    ['a change of an older revision', 3, { revision: 2 }, 'request.precondition_failed'],
    ['a change that says nothing', 3, {}, 'request.precondition_required'],
    ['a creation of what exists', 3, { mustBeNew: true }, 'request.precondition_failed'],
    ['a change that is a creation too', 3, { revision: 3, mustBeNew: true }, 'request.precondition_failed'],
  ] as const)('%s', (_name, current, precondition, outcome) => {
    expect(attempt(current, precondition)).toBe(outcome);
  });
});

describe('what a change is based on', () => {
  it.each([
    ['nothing', undefined, undefined, { mustBeNew: false }],
    ['a revision', ' "12" ', undefined, { mustBeNew: false, revision: 12 }],
    ['anything at all, which is nothing', '*', undefined, { mustBeNew: false }],
    ['that nothing is there', undefined, '*', { mustBeNew: true }],
  ])('%s', (_name, ifMatch, ifNoneMatch, precondition) => {
    expect(readPrecondition({ ifMatch, ifNoneMatch })).toEqual(precondition);
  });

  it.each([
    ['a weak entity tag', 'W/"12"'],
    ['an entity tag of somebody else', '"abc"'],
    ['a number without quotes', '12'],
    ['a word', 'abc'],
    ['a list', '"1", "2"'],
  ])('is not %s', (_name, ifMatch) => {
    expect(() => readPrecondition({ ifMatch, ifNoneMatch: undefined })).toThrow(
      expect.objectContaining({
        code: 'request.invalid',
        errors: [expect.objectContaining({ path: 'header.if-match' })],
      }),
    );
  });
});
