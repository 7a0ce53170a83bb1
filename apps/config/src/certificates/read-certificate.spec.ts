import { createPrivateKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeCertificate } from '../testing/make-certificate.js';
import { readCertificate } from './read-certificate.js';
import { readPrivateKey } from './read-private-key.js';

const [ann, bob] = [makeCertificate({ name: 'Ann', days: 90 }), makeCertificate({ name: 'Bob', days: 20 })];
const DAY_MS = 86_400_000;
const now = new Date();

const refusal = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a certificate', () => {
  it('says whose it is, and how long it is good', () => {
    const read = readCertificate(ann.pem, now);
    expect(read).toMatchObject({
      pem: ann.pem,
      subject: 'O=Example, CN=Ann',
      issuer: 'O=Example, CN=Ann',
      serial: expect.stringMatching(/^[0-9A-F]+$/),
      fingerprint: expect.stringMatching(/^(?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    });
    expect(read.validTo.getTime() - read.validFrom.getTime()).toBe(90 * DAY_MS);
  });

  it('is kept without what stood around it', () => {
    expect(readCertificate(`Bag Attributes\r\n  friendlyName: a\r\n${ann.pem}trailer\n`, now).pem).toBe(ann.pem);
  });

  it('of a bundle is the first, and ends with the one that ends first', () => {
    const bundle = readCertificate(ann.pem + bob.pem, now);
    expect(bundle).toMatchObject({ pem: ann.pem + bob.pem, subject: 'O=Example, CN=Ann' });
    expect(bundle.validTo).toEqual(readCertificate(bob.pem, now).validTo);
  });

  it.each([
    ['no PEM', 'hello', 'certificate.unreadable'],
    ['nothing that can be read', ann.pem.replace(/\n[^-]+\n/, '\nAAAA\n'), 'certificate.unreadable'],
    ['a private key too', ann.pem + ann.privateKey, 'certificate.unreadable'],
  ])('is refused with %s', (_name, text, code) => {
    expect(refusal(() => readCertificate(text, now))).toMatchObject({ code, errors: [{ path: 'pem' }] });
  });

  it.each([
    ['ended', bob.pem],
    ['ended in part', ann.pem + bob.pem],
  ])('that has %s is refused, and told when', (_name, text) => {
    const later = new Date(now.getTime() + 21 * DAY_MS);
    expect(refusal(() => readCertificate(text, later))).toMatchObject({
      code: 'certificate.expired',
      errors: [{ path: 'pem', message: expect.stringMatching(/^ended at 20\d\d-/) }],
    });
  });
});

describe('a private key', () => {
  const key = createPrivateKey(ann.privateKey);
  const exported = (options: object) => String(key.export({ format: 'pem', type: 'pkcs8', ...options }));
  const locked = { cipher: 'aes-256-cbc', passphrase: 'secret' };

  it.each([
    ['PKCS#8', exported({})],
    ['EC', exported({ type: 'sec1' })],
  ])('is read from %s', (_name, text) => {
    expect(readPrivateKey(text, ann.pem)).toBe(exported({}));
  });

  it.each([
    ['encrypted', exported(locked), /^is encrypted/],
    ['encrypted in the older way', exported({ ...locked, type: 'sec1' }), /^is encrypted/],
    ['of another certificate', bob.privateKey, /another certificate/],
    ['no key at all', ann.pem, /^is no private key/],
  ])('is refused when it is %s', (_name, text, message) => {
    expect(refusal(() => readPrivateKey(text, ann.pem))).toMatchObject({
      code: 'certificate.key_refused',
      errors: [{ path: 'privateKey', message: expect.stringMatching(message) }],
    });
  });
});
