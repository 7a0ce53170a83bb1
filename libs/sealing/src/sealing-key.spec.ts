import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseKeyRing } from './key-ring.js';
import { fingerprintOf, openSealed, sealFor, sealingKeyOf, type Place } from './sealing-key.js';

const aKey = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const old = aKey('k1');
const ring = parseKeyRing(old, 'KEYS');
const place: Place = { source: '/services/accounts', eventId: 'e1', field: 'password' };
const sealed = () => sealFor('plum-Kettle ✓', place, sealingKeyOf(ring));
const notOurs = expect.objectContaining({ code: 'seal.not_ours', details: { field: 'password' } });

describe('what somebody sealed with the public key', () => {
  it('opens with the ring, also after a rotation', () => {
    expect(openSealed(sealed(), place, ring)).toBe('plum-Kettle ✓');
    expect(openSealed(sealed(), place, parseKeyRing(`${aKey('k2')},${old}`, 'KEYS'))).toBe('plum-Kettle ✓');
  });

  it('does not open with another ring', () => {
    expect(() => openSealed(sealed(), place, parseKeyRing(aKey('k1'), 'KEYS'))).toThrow(notOurs);
    expect(() => openSealed(sealed(), place, parseKeyRing(aKey('k2'), 'KEYS'))).toThrow(notOurs);
  });

  it('never looks the same twice', () => {
    expect(sealed()).not.toBe(sealed());
  });

  it.each<[string, Partial<Place>]>([
    ['publisher', { source: '/services/eve' }],
    ['event', { eventId: 'e2' }],
  ])('does not open when moved to another %s', (_what, moved) => {
    expect(() => openSealed(sealed(), { ...place, ...moved }, ring)).toThrow(notOurs);
  });

  it('does not open when moved to another field', () => {
    expect(() => openSealed(sealed(), { ...place, field: 'url' }, ring)).toThrow(
      expect.objectContaining({ code: 'seal.not_ours' }),
    );
  });

  it.each(['', 'k1', 'k1.', 'k1.AAAA', `k1.${'A'.repeat(120)}`])('is refused when it is %j', (garbage) => {
    expect(() => openSealed(garbage, place, ring)).toThrow(notOurs);
  });
});

it('the public key is not the key', () => {
  expect(sealingKeyOf(ring).keyId).toBe('k1');
  expect(old).not.toContain(sealingKeyOf(ring).publicKey);
});

it('a fingerprint is the same for the same secret, and needs the key', () => {
  expect(fingerprintOf('a', ring)).toBe(fingerprintOf('a', ring));
  expect(fingerprintOf('a', ring)).not.toBe(fingerprintOf('b', ring));
  expect(fingerprintOf('a', ring)).not.toBe(fingerprintOf('a', parseKeyRing(aKey('k1'), 'KEYS')));
});
