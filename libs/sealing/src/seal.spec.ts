import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { parseKeyRing } from './key-ring.js';
import { open, seal, type Binding } from './seal.js';

const aKey = (id: string) => `${id}:${randomBytes(32).toString('base64url')}`;
const ring = parseKeyRing(aKey('k1'), 'KEYS');
const binding: Binding = {
  document: 'sending-profile.system',
  field: 'password',
  endpoint: 'smtp:587:ann',
  revision: 3,
};

describe('a sealed secret', () => {
  it('opens again where it belongs', () => {
    expect(open(seal('hunter2 ✓', binding, ring), binding, ring)).toBe('hunter2 ✓');
  });

  it('does not show the secret and never looks the same twice', () => {
    const sealed = seal('hunter2', binding, ring);
    expect(sealed).not.toContain('hunter2');
    expect(seal('hunter2', binding, ring)).not.toBe(sealed);
  });

  it.each<[string, Partial<Binding>]>([
    ['document', { document: 'reply-mailbox' }],
    ['field', { field: 'clientSecret' }],
    ['endpoint', { endpoint: 'evil.example:587:ann' }],
    ['revision', { revision: 2 }],
  ])('does not open when moved to another %s', (_name, moved) => {
    const sealed = seal('hunter2', binding, ring);
    expect(() => open(sealed, { ...binding, ...moved }, ring)).toThrow(
      expect.objectContaining({ code: 'seal.not_ours' }),
    );
  });

  it('opens with an old key after a rotation, and not without it', () => {
    const old = aKey('k1');
    const sealed = seal('hunter2', binding, parseKeyRing(old, 'KEYS'));
    expect(open(sealed, binding, parseKeyRing(`${aKey('k2')},${old}`, 'KEYS'))).toBe('hunter2');
    expect(() => open(sealed, binding, parseKeyRing(aKey('k2'), 'KEYS'))).toThrow(
      expect.objectContaining({ code: 'seal.not_ours' }),
    );
  });

  it.each(['', 'k1', 'k1.', 'k1.AAAA', `k1.${'A'.repeat(60)}`])('refuses %j instead of crashing', (garbage) => {
    expect(() => open(garbage, binding, ring)).toThrow(expect.objectContaining({ code: 'seal.not_ours' }));
  });
});

describe('a key ring', () => {
  it.each(['', 'k1', 'k1:short', `K1:${'A'.repeat(43)}`, `k1:${'A'.repeat(43)},k1:${'B'.repeat(43)}`])(
    'refuses %j and names the variable',
    (text) => {
      expect(() => parseKeyRing(text, 'OUTBOUND_SECRET_KEYS')).toThrow(
        expect.objectContaining({ code: 'configuration.invalid', details: { variables: 'OUTBOUND_SECRET_KEYS' } }),
      );
    },
  );
});
