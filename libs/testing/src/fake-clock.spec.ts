import { expect, it } from '@jest/globals';
import { fakeClock } from './fake-clock.js';

it('stands until the test moves it', () => {
  const clock = fakeClock('2026-11-20T12:00:00.000Z');
  const { now } = clock;
  expect(now()).toEqual(now());
  clock.advance(1_500);
  expect(now().toISOString()).toBe('2026-11-20T12:00:01.500Z');
  clock.set('2027-01-01T00:00:00.000Z');
  expect(now().getUTCFullYear()).toBe(2027);
});
