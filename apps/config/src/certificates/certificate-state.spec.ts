import { describe, expect, it } from '@jest/globals';
import { stateOf, type CertificateState } from './certificate-state.js';

const validity = { validFrom: new Date('2026-01-01T00:00:00Z'), validTo: new Date('2026-12-31T00:00:00Z') };

describe('a certificate of one year', () => {
  it.each<[string, CertificateState]>([
    ['2025-12-31T23:59:59Z', 'not-yet-valid'],
    ['2026-01-01T00:00:00Z', 'valid'],
    ['2026-11-30T23:59:59Z', 'valid'],
    ['2026-12-01T00:00:00Z', 'expires-soon'],
    ['2026-12-30T23:59:59Z', 'expires-soon'],
    ['2026-12-31T00:00:00Z', 'expired'],
  ])('is at %s %s', (now, state) => {
    expect(stateOf(validity, new Date(now))).toBe(state);
  });
});
