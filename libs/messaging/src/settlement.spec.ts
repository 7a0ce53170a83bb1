import { describe, expect, it } from '@jest/globals';
import { Failure } from '@replyline/errors';
import { settle } from './settlement.js';

const coded = (code: string) => Object.assign(new Error('something'), { code });

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
    [
      'an outage is nobody’s fault, however long',
      new Failure('service.unavailable'),
      60,
      { kind: 'nak', delayMs: 30_000 },
    ],
    ['nor is a lock that an operator holds', coded('55P03'), 60, { kind: 'nak', delayMs: 30_000 }],
    ['nor a disk without room', { driverError: coded('53100') }, 60, { kind: 'nak', delayMs: 30_000 }],
    ['what is never anything else is put aside after a day', coded('57014'), 2_880, { kind: 'park', code: 'defect' }],
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
