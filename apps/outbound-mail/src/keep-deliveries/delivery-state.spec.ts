import { describe, expect, it } from '@jest/globals';
import { DELIVERY_STATES, mayBecome, statesBefore, WAITING } from './delivery-state.js';

describe('the states of a delivery', () => {
  it('let nothing be sent whose intent is not written down', () => {
    expect(statesBefore('sent')).toEqual(['handing_over', 'unknown']);
    expect(statesBefore('handing_over')).toEqual(['claimed']);
  });

  it('never lead from a hand-over back to the queue', () => {
    expect(mayBecome('handing_over', 'queued')).toBe(false);
    expect(mayBecome('handing_over', 'claimed')).toBe(false);
  });

  it('let only what waits be claimed, and only what waits expire', () => {
    expect(statesBefore('claimed')).toEqual(WAITING);
    expect(statesBefore('expired')).toEqual(WAITING);
  });

  it.each(['suppressed', 'skipped', 'cancelled'] as const)(
    'let nothing become %s that is being handed over',
    (state) => {
      expect(statesBefore(state)).toEqual(['scheduled', 'queued', 'claimed', 'deferred']);
    },
  );

  it.each(['sent', 'rejected', 'expired', 'cancelled', 'suppressed', 'skipped'] as const)('end with %s', (state) => {
    expect(DELIVERY_STATES.filter((to) => mayBecome(state, to))).toEqual([]);
  });
});
