import { describe, expect, it } from '@jest/globals';
import { decide, type SearchFacts } from './decide.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const facts: SearchFacts = {
  seen: 'nowhere',
  ageMs: HOUR,
  attempt: 1,
  random: 0.5,
  isRepeatable: false,
  isComplete: true,
};
const after = (more: Partial<SearchFacts>) => decide({ ...facts, ...more });

describe('a mail whose answer was lost', () => {
  it.each([0, HOUR, 100 * HOUR])('is sent when it is found, however late: %i', (ageMs) => {
    for (const isRepeatable of [true, false]) {
      expect(after({ seen: 'sent', ageMs, isRepeatable })).toEqual({ then: 'sent' });
      expect(after({ seen: 'reported', ageMs, isRepeatable })).toEqual({ then: 'sent' });
    }
  });

  it.each([
    [30, 60],
    [61, 120],
    [120, 300],
    [400, 900],
    [1_000, 1_800],
    [3_599, 3_600],
  ])('is looked for again, later each time: at %i s at %i s', (age, next) => {
    const decision = after({ ageMs: age * SECOND });
    expect(decision).toEqual({ then: 'look again', inMs: (next - age) * SECOND });
  });

  it('that must not arrive twice is left to a person when it is nowhere', () => {
    expect(after({})).toEqual({ then: 'leave', code: 'provider.not_among_sent' });
  });

  it('is not called unsent where the provider does not keep everything', () => {
    expect(after({ isComplete: false })).toEqual({ then: 'leave' });
  });

  it('is repeated after two looks when a second copy is better than none', () => {
    const alarm = { isRepeatable: true };
    expect(after({ ...alarm, ageMs: 30 * SECOND })).toEqual({ then: 'look again', inMs: MINUTE });
    expect(after({ ...alarm, ageMs: 90 * SECOND })).toEqual({ then: 'repeat', delayMs: MINUTE, takeBack: false });
    expect(after({ ...alarm, ageMs: 90 * SECOND, seen: 'unseen' })).toMatchObject({ then: 'repeat' });
  });

  it('is not repeated for ever', () => {
    expect(after({ isRepeatable: true, attempt: 10 })).toEqual({ then: 'leave', code: 'provider.not_among_sent' });
  });

  it('that is still a draft is repeated once the draft is taken back, whatever it says', () => {
    expect(after({ seen: 'drafts', ageMs: 30 * MINUTE })).toMatchObject({ then: 'look again' });
    expect(after({ seen: 'drafts' })).toEqual({ then: 'repeat', delayMs: MINUTE, takeBack: true });
  });

  it('that waits to be sent is not repeated', () => {
    const waiting = { seen: 'outbox', isRepeatable: true } as const;
    expect(after({ ...waiting, ageMs: 90 * SECOND })).toEqual({ then: 'look again', inMs: 30 * SECOND });
    expect(after({ ...waiting, ageMs: 5 * HOUR })).toEqual({ then: 'look again', inMs: HOUR });
    expect(after({ ...waiting, ageMs: 24 * HOUR, isRepeatable: false })).toEqual({ then: 'leave' });
  });

  it('is looked for during a day where there was no answer', () => {
    expect(after({ seen: 'unseen', ageMs: 23 * HOUR })).toEqual({ then: 'look again', inMs: HOUR });
    expect(after({ seen: 'unseen', ageMs: 24 * HOUR })).toEqual({ then: 'leave' });
  });
});
