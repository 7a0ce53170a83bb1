import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { ErrorCode } from '@replyline/errors';
import { describe, expect, it } from '@jest/globals';
import { assertPublished, recordOf } from './dkim-record.js';
import { freeSelector } from './free-selector.js';
import { makeKey } from './make-key.js';

const keyOf = () =>
  generateKeyPairSync('rsa', { modulusLength: 2_048 })
    .publicKey.export({ type: 'spki', format: 'der' })
    .toString('base64');
const key = { domain: 'example.test', selector: 'r20261121', publicKey: keyOf() };
const { name, value, strings } = recordOf(key);

describe('the record of a key', () => {
  it('has the name and the tags that receivers look for, in strings that DNS can hold', () => {
    expect(name).toBe('r20261121._domainkey.example.test');
    expect(strings.join('')).toBe(value);
    expect(strings.map(({ length }) => length)).toEqual([255, value.length - 255]);
    expect(value).toBe(`v=DKIM1; k=rsa; p=${key.publicKey}`);
  });

  it('holds the public half of a new key of 2048 bits', async () => {
    const { publicKey, privateKey } = await makeKey();
    const made = createPublicKey({ key: Buffer.from(publicKey, 'base64'), type: 'spki', format: 'der' });
    expect(made.asymmetricKeyDetails?.modulusLength).toBe(2_048);
    expect(createPublicKey(privateKey).equals(made)).toBe(true);
  });

  it.each<[string, string[][]]>([
    ['as it is to be', [strings]],
    ['in one string', [[value]]],
    ['with other spaces', [[`v=DKIM1;k=rsa; p=${key.publicKey.slice(0, 100)} ${key.publicKey.slice(100)};`]]],
    ['with what is the default anyway', [[`v=DKIM1; h=sha1:sha256; s=email; t=y; p=${key.publicKey}`]]],
    ['with the key alone', [[`p=${key.publicKey}`]]],
  ])('is found %s', (_how, records) => {
    expect(() => assertPublished(key, records)).not.toThrow();
  });

  it.each<[string, string[][], ErrorCode]>([
    ['where there is none', [], 'dkim.record_missing'],
    ['where it is that of another key', [[`v=DKIM1; k=rsa; p=${keyOf()}`]], 'dkim.record_wrong'],
    ['where it was cut', [[value.slice(0, 255)]], 'dkim.record_wrong'],
    ['where it was revoked', [['v=DKIM1; p=']], 'dkim.record_wrong'],
    ['where it is for another algorithm', [[value.replace('rsa', 'ed25519')]], 'dkim.record_wrong'],
    ['where it forbids our hash', [[value.replace('k=rsa', 'h=sha1')]], 'dkim.record_wrong'],
    ['where it is not for mail', [[value.replace('k=rsa', 's=tlsrpt')]], 'dkim.record_wrong'],
    ['where it is one of two', [strings, ['v=spf1 -all']], 'dkim.record_wrong'],
    ['where it is of another version', [[value.replace('DKIM1', 'DKIM2')]], 'dkim.record_wrong'],
  ])('is refused %s', (_how, records, code) => {
    expect(() => assertPublished(key, records)).toThrow(expect.objectContaining({ code }));
  });
});

it.each([
  ['the day', [], 'r20261121'],
  ['the day and a number', ['r20261121'], 'r20261121-2'],
  ['a number that is free', ['r20261121', 'r20261121-2', 'own'], 'r20261121-3'],
])('a key without a name gets %s', (_what, taken, selector) => {
  expect(freeSelector(new Date('2026-11-21T23:59:59Z'), taken)).toBe(selector);
});
