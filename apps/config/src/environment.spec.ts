import { readEnvironment } from '@replyline/service-host';
import { describe, expect, it } from '@jest/globals';
import { environment } from './environment.js';

const KEY = 'A'.repeat(43);
const GIVEN = {
  DATABASE_URL: 'postgres://config@db.example.test/config',
  NATS_URL: 'nats://nats.example.test:4222',
  AUTH_ISSUER: 'https://issuer.example.test',
  AUTH_AUDIENCE: 'replyline',
  AUTH_JWKS_URL: 'https://issuer.example.test/jwks',
  OUTBOUND_SECRET_KEYS: `o1:${KEY}`,
  INBOUND_SECRET_KEYS: `i2:${KEY},i1:${KEY}`,
  CONFIG_SECRET_KEYS: `c1:${KEY}`,
};

const complaints = (change: object): string => {
  try {
    readEnvironment(environment, { ...GIVEN, ...change });
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};

describe('the environment', () => {
  it('holds a key ring for each reading service, the sealing key first', () => {
    const { OUTBOUND_SECRET_KEYS, INBOUND_SECRET_KEYS } = readEnvironment(environment, GIVEN);
    expect([OUTBOUND_SECRET_KEYS.current, INBOUND_SECRET_KEYS.current]).toEqual(['o1', 'i2']);
  });

  it('is refused by the names of all that is wrong, and by no value', () => {
    const message = complaints({ OUTBOUND_SECRET_KEYS: 'o1:hunter2', INBOUND_SECRET_KEYS: undefined, PORT: 'x' });
    expect(message).toMatch(/PORT: .+/);
    expect(message).toMatch(/OUTBOUND_SECRET_KEYS: is not a key ring/);
    expect(message).toMatch(/INBOUND_SECRET_KEYS: is missing/);
    expect(message).not.toContain('hunter2');
  });

  it.each(['proxy.example.test', 'proxy.example.test:3128', 'socks5://proxy.example.test:1080'])(
    'has no proxy for Microsoft that is called %s',
    (HTTPS_PROXY) => {
      expect(complaints({ HTTPS_PROXY })).toBe('HTTPS_PROXY: is not a proxy like http://proxy.example.com:3128');
    },
  );
});
