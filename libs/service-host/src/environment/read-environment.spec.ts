import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { baseEnvironment } from './base-environment.js';
import { describeEnvironment } from './describe-environment.js';
import { InvalidEnvironment, readEnvironment, type Source } from './read-environment.js';

const KEY = { kty: 'OKP', crv: 'Ed25519', x: 'KQQFqyAEuwAWhU7TFTKvh7mWXS-oV0mYAwhdoN6xWjw' };
const valid = {
  DATABASE_URL: 'postgres://replyline:secret@127.0.0.1:5432/config',
  NATS_URL: 'nats://a:4222,nats://b:4222',
  AUTH_ISSUER: 'https://login.example',
  AUTH_AUDIENCE: 'replyline',
  AUTH_JWKS: JSON.stringify({ keys: [KEY] }),
};
const schema = baseEnvironment.extend({
  MAIL_KEY: z.string().min(10).optional().meta({ description: 'a key', secret: true }),
});

/** What no token may be signed with (RFC 7518 §3.3). */
const shortKey = () => generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });

const folder = mkdtempSync(join(tmpdir(), 'rl-env-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

const wrongIn = (source: Source): string[] => {
  try {
    readEnvironment(schema, source);
    return [];
  } catch (error) {
    return (error as InvalidEnvironment).variables.map(({ name }) => name);
  }
};

describe('an environment', () => {
  it('that is wrong says so in words', () => {
    const source = { ...valid, PORT: 'abc', DATABASE_POOL_SIZE: '0' };
    expect(() => readEnvironment(schema, source)).toThrow(
      /^PORT: is not a number\nDATABASE_POOL_SIZE: must be at least \d+$/,
    );
  });

  it.each([
    ['PORT', '8.5', 'must be a whole number'],
    ['AUTH_JWKS', '{}', 'keys is missing'],
    ['AUTH_JWKS', '{"keys":[]}', 'keys must have at least 1 item'],
    ['AUTH_JWKS', '{"keys":["x"]}', 'keys.0 must be an object, not a text'],
    [
      'DATABASE_URL',
      'postgres://h/d?sslrootcert=/nowhere',
      'names a file (sslrootcert, sslcert, sslkey) that cannot be read',
    ],
  ])('in which %s is %s says what it lacks', (name, value, lack) => {
    expect(() => readEnvironment(schema, { ...valid, [name]: value })).toThrow(
      new InvalidEnvironment([{ name, message: lack }]),
    );
  });

  it('that is complete gives numbers, defaults and keys', () => {
    expect(readEnvironment(schema, { ...valid, PORT: '8080' })).toMatchObject({
      PORT: 8080,
      HOST: '127.0.0.1',
      DATABASE_POOL_SIZE: 10,
      AUTH_JWKS: { keys: [KEY] },
      LOG_LEVEL: 'info',
    });
  });

  it.each<[string, Source, string[]]>([
    ['nothing', {}, ['DATABASE_URL', 'NATS_URL', 'AUTH_ISSUER', 'AUTH_AUDIENCE', 'AUTH_JWKS_URL']],
    ['an empty variable', { ...valid, AUTH_ISSUER: '' }, ['AUTH_ISSUER']],
    ['an optional variable that is wrong', { ...valid, MAIL_KEY: 'short' }, ['MAIL_KEY']],
    ['a port that is none', { ...valid, PORT: '80 80' }, ['PORT']],
    ['another database', { ...valid, DATABASE_URL: 'mysql://h/d' }, ['DATABASE_URL']],
    ['one broken server of several', { ...valid, NATS_URL: 'nats://a:4222,b:4222' }, ['NATS_URL']],
    [
      'a password of PostgreSQL that is not encoded',
      { ...valid, DATABASE_URL: 'postgres://u:a#b@h:5432/d' },
      ['DATABASE_URL'],
    ],
    [
      'a password of PostgreSQL that nobody can decode',
      { ...valid, DATABASE_URL: 'postgres://u:a%b@h/d' },
      ['DATABASE_URL'],
    ],
    ['a password of NATS that is not encoded', { ...valid, NATS_URL: 'nats://u:a#b@h:4222' }, ['NATS_URL']],
    ['a password of NATS that nobody can decode', { ...valid, NATS_URL: 'nats://u:a%b@h:4222' }, ['NATS_URL']],
    ['a port of NATS that is none', { ...valid, NATS_URL: 'nats://h:99999' }, ['NATS_URL']],
    ['keys from two places', { ...valid, AUTH_JWKS_URL: 'https://login.example/keys' }, ['AUTH_JWKS_URL']],
    [
      'keys over plain HTTP',
      { ...valid, AUTH_JWKS: '', AUTH_JWKS_URL: 'http://login.example/keys' },
      ['AUTH_JWKS_URL'],
    ],
    ['a private key', { ...valid, AUTH_JWKS: JSON.stringify({ keys: [{ ...KEY, d: 'x' }] }) }, ['AUTH_JWKS']],
    ['a shared key', { ...valid, AUTH_JWKS: '{"keys":[{"kty":"oct","k":"x"}]}' }, ['AUTH_JWKS']],
    ['a key without its numbers', { ...valid, AUTH_JWKS: '{"keys":[{"kty":"RSA","kid":"1"}]}' }, ['AUTH_JWKS']],
    [
      'a key of numbers that are none',
      { ...valid, AUTH_JWKS: JSON.stringify({ keys: [{ ...KEY, x: 'x' }] }) },
      ['AUTH_JWKS'],
    ],
    ['an RSA key that is too short', { ...valid, AUTH_JWKS: JSON.stringify({ keys: [shortKey()] }) }, ['AUTH_JWKS']],
    ['keys that are not JSON', { ...valid, AUTH_JWKS: '{' }, ['AUTH_JWKS']],
    ['a file that is not there', { ...valid, DATABASE_URL: '', DATABASE_URL_FILE: '/nowhere' }, ['DATABASE_URL_FILE']],
    ['a variable and its file', { ...valid, NATS_URL_FILE: '/nowhere' }, ['NATS_URL_FILE']],
  ])('with %s is refused, naming each wrong variable once', (_name, source, names) => {
    expect(wrongIn(source)).toEqual(names);
  });

  it('that is refused shows no value', () => {
    const source = {
      ...valid,
      DATABASE_URL: 'canary',
      NATS_URL: 'canary',
      AUTH_JWKS: '{"keys":"canary"}',
      PORT: 'canary',
      LOG_LEVEL: 'canary',
    };
    expect(() => readEnvironment(schema, source)).toThrow(InvalidEnvironment);
    expect(() => readEnvironment(schema, source)).not.toThrow(/canary/);
  });

  it('may keep a value in a file', () => {
    const source = { ...valid, DATABASE_URL: '', DATABASE_URL_FILE: file('url', `${valid.DATABASE_URL}\n`) };
    expect(readEnvironment(schema, source).DATABASE_URL).toBe(valid.DATABASE_URL);
  });
});

describe('the description of an environment', () => {
  const described = describeEnvironment(schema);

  it('has every variable with a meaning', () => {
    expect(described.map(({ name }) => name).sort()).toEqual(Object.keys(schema.shape).sort());
    expect(described.filter(({ description }) => description === '')).toEqual([]);
  });

  it('tells what is required, secret, or has a default', () => {
    const the = (name: string) => described.find((it) => it.name === name);
    expect(the('PORT')).toEqual({
      name: 'PORT',
      description: expect.any(String),
      isRequired: false,
      isSecret: false,
      default: '0',
    });
    expect(the('DATABASE_URL')).toMatchObject({ isRequired: true, isSecret: true });
    expect(the('MAIL_KEY')).toEqual({ name: 'MAIL_KEY', description: 'a key', isRequired: false, isSecret: true });
  });
});
