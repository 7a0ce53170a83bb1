import { describe, expect, it } from '@jest/globals';
import { Failure } from '@replyline/errors';
import { settle } from './settlement.js';

describe('settlement', () => {
  it.each([
    [
      'a poison event is put aside at once',
      new Failure('contract.invalid_event'),
      1,
      { kind: 'park', code: 'contract.invalid_event' },
    ],
    [
      'what nobody can do anything about is dropped',
      new Failure('request.not_found'),
      1,
      { kind: 'term', code: 'request.not_found' },
    ],
    ['an outage is tried again soon', new Failure('service.unavailable'), 1, { kind: 'nak', delayMs: 100 }],
    ['a defect is tried again, because a redeploy may fix it', new Error('boom'), 7, { kind: 'nak', delayMs: 30_000 }],
    ['a defect is put aside after eight deliveries', new Error('boom'), 8, { kind: 'park', code: 'defect' }],
  ] as const)('%s', (_promise, error, deliveryCount, expected) => {
    expect(settle(error, deliveryCount)).toEqual(expected);
  });

  it('waits longer each time', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7]
      .map((count) => settle(new Error(), count))
      .map((it) => (it.kind === 'nak' ? it.delayMs : NaN));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
  });
});
