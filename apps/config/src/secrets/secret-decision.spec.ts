import { describe, expect, it } from '@jest/globals';
import type { Destination } from '@replyline/contracts';
import { decideSecret } from './secret-decision.js';

const server: Destination = { host: 'smtp.example', port: 587, user: 'ann', encryption: 'starttls-required' };

describe('a stored password', () => {
  it.each<[string, string | undefined, Partial<Destination>]>([
    ['is kept when the field is absent', undefined, {}],
    ['is kept when the field is blank', '', {}],
    ['is kept when the field holds spaces', '   ', {}],
    ['is kept when TLS becomes implicit', undefined, { encryption: 'implicit-tls' }],
  ])('%s', (_name, typed, change) => {
    expect(decideSecret({ typed, stored: server, next: { ...server, ...change } })).toEqual({ kind: 'keep' });
  });

  it.each<[string, Partial<Destination>]>([
    ['the host changes', { host: 'evil.example' }],
    ['the port changes', { port: 25 }],
    ['the user changes', { user: 'bob' }],
    ['TLS becomes optional', { encryption: 'starttls-optional' }],
    ['TLS goes away', { encryption: 'none' }],
    ['the certificate is not looked at any more', { verifyCertificate: false }],
  ])('must be typed again when %s', (_name, change) => {
    expect(decideSecret({ typed: '', stored: server, next: { ...server, ...change } })).toEqual({ kind: 'retype' });
  });

  it('is kept when optional TLS becomes required', () => {
    const stored: Destination = { ...server, encryption: 'starttls-optional' };
    expect(decideSecret({ typed: undefined, stored, next: server })).toEqual({ kind: 'keep' });
  });

  it('must be typed again when implicit TLS becomes optional', () => {
    const stored: Destination = { ...server, encryption: 'implicit-tls' };
    const next: Destination = { ...server, encryption: 'starttls-optional' };
    expect(decideSecret({ typed: undefined, stored, next })).toEqual({ kind: 'retype' });
  });

  it('is deleted by an explicit null, wherever the settings point', () => {
    expect(decideSecret({ typed: null, stored: server, next: { ...server, host: 'other.example' } })).toEqual({
      kind: 'none',
    });
  });

  it('is deleted with its place', () => {
    expect(decideSecret({ typed: undefined, stored: server, next: undefined })).toEqual({ kind: 'none' });
  });

  it('is replaced by a typed one, wherever the settings point', () => {
    expect(decideSecret({ typed: ' new one ', stored: server, next: { ...server, host: 'other.example' } })).toEqual({
      kind: 'set',
      secret: ' new one ',
    });
  });
});

describe('settings without a stored password', () => {
  it.each([undefined, null, ''])('stay without one when %j is typed', (typed) => {
    expect(decideSecret({ typed, stored: undefined, next: server })).toEqual({ kind: 'none' });
  });
});
