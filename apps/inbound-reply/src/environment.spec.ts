import { readEnvironment } from '@replyline/service-host';
import { describe, expect, it } from '@jest/globals';
import { environment } from './environment.js';

const KEY = 'A'.repeat(43);
const GIVEN = {
  DATABASE_URL: 'postgres://inbound@db.example.test/inbound',
  NATS_URL: 'nats://nats.example.test:4222',
  AUTH_ISSUER: 'https://issuer.example.test',
  AUTH_AUDIENCE: 'replyline',
  AUTH_JWKS_URL: 'https://issuer.example.test/jwks',
  INBOUND_SECRET_KEYS: `i2:${KEY},i1:${KEY}`,
  INTENT_KEYS: `1:${KEY}`,
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
  it('holds the keys, ready for use, and 40 MB as the limit of a mail', () => {
    const env = readEnvironment(environment, GIVEN);
    expect(env.INBOUND_SECRET_KEYS.current).toBe('i2');
    expect(env.INTENT_KEYS.current).toBe(1);
    expect(env.MAX_MAIL_BYTES).toBe(40 * 1024 * 1024);
  });

  it('is refused by the names of all that is wrong, and by no value', () => {
    const message = complaints({ INTENT_KEYS: '1:hunter2', INBOUND_SECRET_KEYS: undefined, MAX_MAIL_BYTES: '12' });
    expect(message).toMatch(/INTENT_KEYS: is not a key ring: number:key/);
    expect(message).toMatch(/INBOUND_SECRET_KEYS: .+/);
    expect(message).toMatch(/MAX_MAIL_BYTES: .+/);
    expect(message).not.toContain('hunter2');
  });

  it('asks Microsoft to announce mail at https alone, because Microsoft refuses anything else', () => {
    const GRAPH_NOTIFICATION_BASE_URL = 'http://replies.example.test';
    expect(complaints({ GRAPH_NOTIFICATION_BASE_URL })).toBe(
      'GRAPH_NOTIFICATION_BASE_URL: expected https, or http on this machine',
    );
  });
});
