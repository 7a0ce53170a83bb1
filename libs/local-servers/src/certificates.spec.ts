import { X509Certificate } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { makeCertificates } from './certificates.js';
import { makeTemporaryFolder } from './temporary-folder.js';

const folder = makeTemporaryFolder();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('vouches for this machine by name and by address', () => {
  const { ca, certificateFile } = makeCertificates(join(folder, 'tls'));
  const certificate = new X509Certificate(readFileSync(certificateFile));
  expect(certificate.verify(new X509Certificate(ca).publicKey)).toBe(true);
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkHost('mail.example.test')).toBe('mail.example.test');
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
});

it('keeps the certificates of an earlier start', () => {
  expect(makeCertificates(join(folder, 'kept'))).toEqual(makeCertificates(join(folder, 'kept')));
});
