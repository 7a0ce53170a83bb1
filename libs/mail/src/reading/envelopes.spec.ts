import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { InboundMail } from '../mail.js';
import { readMessage } from './read-message.js';

const dir = mkdtempSync(join(tmpdir(), 'smime-'));
const at = (name: string): string => join(dir, name);
const HEAD = 'From: Bob <bob@example.test>\r\nSubject: Re: Release\r\nMIME-Version: 1.0\r\n';
/** What the client puts into the envelope: a text, and a file. */
const INNER = [
  'Content-Type: multipart/mixed; boundary=in',
  '',
  '--in',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Freitag pa=C3=9Ft.',
  '--in',
  'Content-Type: text/csv; name=plan.csv',
  'Content-Disposition: attachment; filename=plan.csv',
  '',
  'a;b',
  '--in--',
  '',
].join('\r\n');

const openssl = (...options: readonly string[]): Buffer =>
  execFileSync('openssl', [...options], { stdio: ['ignore', 'pipe', 'ignore'] });
const keys = ['-signer', at('cert.pem'), '-inkey', at('key.pem')];

beforeAll(() => {
  writeFileSync(at('inner.eml'), INNER);
  openssl(
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    at('key.pem'),
    '-out',
    at('cert.pem'),
    '-subj',
    '/CN=Bob Example',
    '-days',
    '2',
  );
});
afterAll(() => rmSync(dir, { recursive: true }));

const cms = (command: string, ...options: readonly string[]): Buffer =>
  openssl('cms', command, '-in', at('inner.eml'), '-binary', ...options);
const signed = (form: 'DER' | 'SMIME', ...options: readonly string[]): Buffer =>
  cms('-sign', '-nodetach', '-outform', form, ...keys, ...options);

const part = (fields: string, octets: Buffer): Promise<InboundMail> =>
  readMessage(
    Buffer.from(
      `${HEAD}${fields}\r\nContent-Transfer-Encoding: base64\r\n\r\n${octets.toString('base64').replace(/.{64}/g, '$&\r\n')}`,
    ),
  );

const EXPECTED = {
  text: 'Freitag paßt.',
  attachments: [{ filename: 'plan.csv', mediaType: 'text/csv', sizeBytes: 3 }],
};

describe('S/MIME', () => {
  it.each([
    [
      'as openssl writes it',
      () => Buffer.concat([Buffer.from(HEAD.replace('MIME-Version: 1.0\r\n', '')), signed('SMIME')]),
    ],
    [
      'in one part with a signature apart',
      () =>
        Buffer.concat([
          Buffer.from(HEAD.replace('MIME-Version: 1.0\r\n', '')),
          cms('-sign', '-outform', 'SMIME', ...keys),
        ]),
    ],
    [
      'in pieces without lengths (BER)',
      () =>
        Buffer.concat([Buffer.from(HEAD.replace('MIME-Version: 1.0\r\n', '')), signed('SMIME', '-stream', '-indef')]),
    ],
  ])('that is signed is read without its signature: %s', async (_name, message) => {
    expect(await readMessage(message())).toMatchObject(EXPECTED);
  });

  it.each([
    ['application/pkcs7-mime; smime-type=signed-data; name=smime.p7m'],
    ['application/x-pkcs7-mime; smime-type="signed-data"'],
    ['application/pkcs7-mime'],
    ['APPLICATION/PKCS7-MIME; name="smime.p7m"'],
    ['application/octet-stream; name=smime.p7m'],
    // A claim that the octets do not bear out.
    ['application/pkcs7-mime; smime-type=enveloped-data'],
  ])('that is signed is known by what is in it, whatever it is called: %s', async (type) => {
    const mail = await part(`Content-Type: ${type}`, signed('DER'));
    expect(mail).toMatchObject(EXPECTED);
    expect(mail).not.toHaveProperty('encryption');
  });

  it('that is signed twice is opened twice', async () => {
    const once = `Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${signed('DER').toString('base64')}`;
    writeFileSync(at('once.eml'), once);
    const twice = openssl('cms', '-sign', '-in', at('once.eml'), '-binary', '-nodetach', '-outform', 'DER', ...keys);
    expect(await part('Content-Type: application/pkcs7-mime', twice)).toMatchObject(EXPECTED);
  });

  it('that is signed and cut off gives what is there', async () => {
    const octets = signed('DER');
    expect(
      (await part('Content-Type: application/pkcs7-mime', octets.subarray(0, octets.indexOf('--in--')))).text,
    ).toBe(EXPECTED.text);
  });

  it.each([
    ['enveloped', () => cms('-encrypt', '-outform', 'DER', at('cert.pem'))],
    ['enveloped, without lengths', () => cms('-encrypt', '-stream', '-indef', '-outform', 'DER', at('cert.pem'))],
    ['enveloped with authentication', () => cms('-encrypt', '-aes-128-gcm', '-outform', 'DER', at('cert.pem'))],
  ])('that is encrypted has no text and says so: %s', async (_name, octets) => {
    const mail = await part('Content-Type: application/pkcs7-mime; name=smime.p7m', octets());
    expect(mail).toMatchObject({ encryption: 's-mime', attachments: [] });
    expect(mail.text).toBeUndefined();
  });

  it('whose rights are managed has no words of its writer, and says so', async () => {
    const words = 'Bob sent you a protected message. Read the message';
    const locked = 'Content-Type: application/x-microsoft-rpmsg-message; name=message.rpmsg\r\n\r\nAAAA';
    const raw = (parts: readonly string[]) =>
      Buffer.from(
        'Content-Class: rpmsg.message\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n' +
          `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
      );
    expect(await readMessage(raw([`\r\n${words}`, locked]))).toMatchObject({ encryption: 'rights-managed' });
    expect(await readMessage(raw([`\r\n${words}`]))).not.toHaveProperty('encryption');
  });

  it('that is encrypted is an attachment behind words that can be read', async () => {
    const encrypted = cms('-encrypt', '-outform', 'DER', at('cert.pem')).toString('base64');
    const mail = await readMessage(
      Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nSee the file.\r\n--b\r\nContent-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64\r\n\r\n${encrypted}\r\n--b--`,
      ),
    );
    expect(mail).toMatchObject({ text: 'See the file.', attachments: [{ filename: 'smime.p7m' }] });
    expect(mail).not.toHaveProperty('encryption');
  });

  it('with a footer that a list put behind it is encrypted all the same', async () => {
    const encrypted = cms('-encrypt', '-outform', 'DER', at('cert.pem')).toString('base64');
    const mail = await readMessage(
      Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${encrypted}\r\n--b\r\n\r\nA list\r\n--b--`,
      ),
    );
    expect(mail.encryption).toBe('s-mime');
  });

  it('that is compressed is read (RFC 3274)', async () => {
    expect(
      await part('Content-Type: application/pkcs7-mime; smime-type=compressed-data', compressed(INNER)),
    ).toMatchObject(EXPECTED);
  });

  it('that holds certificates alone, or nothing that is known, is an attachment', async () => {
    const certificates = openssl('crl2pkcs7', '-nocrl', '-certfile', at('cert.pem'), '-outform', 'DER');
    for (const octets of [certificates, Buffer.from('nonsense'), readFileSync(at('cert.pem'))]) {
      const mail = await part('Content-Type: application/pkcs7-mime; name=smime.p7m', octets);
      expect(mail.attachments).toMatchObject([{ filename: 'smime.p7m' }]);
      expect(mail).not.toHaveProperty('encryption');
    }
  });
});

describe('OpenPGP', () => {
  const SIGNATURE = '-----BEGIN PGP SIGNATURE-----\r\n\r\niQ==\r\n=abcd\r\n-----END PGP SIGNATURE-----\r\n';
  const SIGNED = `-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA512\r\nCharset: utf-8\r\n\r\nFriday is fine.\r\n- -- \r\nBob\r\n- - a dash\r\n${SIGNATURE}`;
  const MESSAGE = '-----BEGIN PGP MESSAGE-----\r\n\r\nhQ==\r\n-----END PGP MESSAGE-----\r\n';
  const plain = (body: string): Promise<InboundMail> => readMessage(Buffer.from(`${HEAD}\r\n${body}`));

  it('that is signed in the text is the text', async () => {
    expect((await plain(SIGNED)).text).toBe('Friday is fine.\n-- \nBob\n- a dash\n');
  });

  it('keeps what stands outside of it, and a quoted one', async () => {
    expect((await plain(`Above\r\n${SIGNED}Below\r\n> ${MESSAGE}`)).text).toMatch(
      /^Above\nFriday is fine\.[^]*Below\n> -----BEGIN PGP MESSAGE/,
    );
  });

  it('that is signed as parts is the first part', async () => {
    const mail = await readMessage(
      Buffer.from(
        `${HEAD}Content-Type: multipart/signed; micalg=pgp-sha512; protocol="application/pgp-signature"; boundary=s\r\n\r\n--s\r\n${INNER}\r\n--s\r\nContent-Type: application/pgp-signature; name="signature.asc"\r\n\r\n${SIGNATURE}\r\n--s--`,
      ),
    );
    expect(mail).toMatchObject(EXPECTED);
  });

  const ENCRYPTED = `--e\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--e\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n${MESSAGE}--e--`;
  it.each([
    [
      'as parts',
      `Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=e\r\n\r\n${ENCRYPTED}`,
    ],
    [
      'as parts that Exchange has renamed',
      `Content-Type: multipart/mixed; boundary=e\r\n\r\n--e\r\n\r\n\r\n${ENCRYPTED}`,
    ],
    ['in the text', `\r\n\r\n${MESSAGE}`],
    [
      'in the text, and in HTML',
      `Content-Type: multipart/alternative; boundary=e\r\n\r\n--e\r\n\r\n${MESSAGE}--e\r\nContent-Type: text/html\r\n\r\n<pre>${MESSAGE}</pre>\r\n--e--`,
    ],
    ['in HTML alone', `Content-Type: text/html\r\n\r\n<pre>${MESSAGE}</pre><blockquote>x</blockquote>`],
    ['in the text, cut off', `\r\n\r\n${MESSAGE.slice(0, 40)}`],
  ])('that is encrypted has no text and says so: %s', async (_name, message) => {
    const mail = await readMessage(Buffer.from(`${HEAD}${message}`));
    expect(mail.encryption).toBe('open-pgp');
    expect(`${mail.text ?? ''}${mail.html ?? ''}`.trim()).toBe('');
  });

  it.each([
    ['below a person’s words', `\r\n\r\nIs this yours?\r\n${MESSAGE}`],
    ['in a quote of HTML', `Content-Type: text/html\r\n\r\n<p>Is this yours?</p><blockquote>${MESSAGE}</blockquote>`],
  ])('that somebody shows is no reason not to read him: %s', async (_name, message) => {
    const mail = await readMessage(Buffer.from(`${HEAD}${message}`));
    expect(mail).not.toHaveProperty('encryption');
    expect(`${mail.text ?? ''}${mail.html ?? ''}`).toContain('Is this yours?');
  });
});

describe('Octets without a name', () => {
  const OCTETS = 'Content-Type: application/octet-stream\r\n\r\n';

  it('are a file above the words, and no encryption', async () => {
    const parts = `--e\r\n${OCTETS}0123\r\n--e\r\nContent-Type: text/plain\r\n\r\nIt is fine.\r\n--e--`;
    const mail = await readMessage(Buffer.from(`${HEAD}Content-Type: multipart/mixed; boundary=e\r\n\r\n${parts}`));
    expect(mail).not.toHaveProperty('encryption');
    expect(mail.text).toBe('It is fine.');
    expect(mail.attachments).toMatchObject([{ sizeBytes: 4 }]);
  });
});

function compressed(content: string): Buffer {
  const element = (tag: number, ...pieces: readonly Buffer[]): Buffer => {
    const inner = Buffer.concat(pieces);
    return Buffer.concat([Buffer.from([tag, 0x82, inner.length >> 8, inner.length & 255]), inner]);
  };
  const oid = (hex: string): Buffer => element(0x06, Buffer.from(hex, 'hex'));
  const deflated = deflateSync(Buffer.from(content));
  return element(
    0x30,
    oid('2a864886f70d0109100109'),
    element(
      0xa0,
      element(
        0x30,
        element(0x02, Buffer.from([0])),
        element(0x30, oid('2a864886f70d0109100308')),
        element(0x30, oid('2a864886f70d010701'), element(0xa0, element(0x04, deflated))),
      ),
    ),
  );
}

describe('What Exchange makes of words between pictures', () => {
  const PICTURE = 'Content-Type: image/png; name=a.png\r\nContent-Disposition: inline; filename=a.png\r\n\r\n0123';
  const named = (type: string, name: string, words: string): string =>
    `Content-Type: ${type}; name="${name}"\r\nContent-Disposition: attachment; filename="${name}"\r\n\r\n${words}`;
  const mixed = (...parts: readonly string[]): Promise<InboundMail> =>
    readMessage(
      Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary=e\r\n\r\n${parts.map((part) => `--e\r\n${part}\r\n`).join('')}--e--`,
      ),
    );

  it('are words in HTML', async () => {
    const html = 'Content-Type: text/html\r\n\r\n<p>Above.</p>';
    const mail = await mixed(html, PICTURE, named('text/html', 'ATT00001.htm', '<p>Below.</p>'));
    expect(mail.html).toMatch(/Above[^]*Below/);
    expect(mail.attachments).toMatchObject([{ filename: 'a.png' }]);
  });

  it('are words in plain text', async () => {
    const mail = await mixed('\r\nAbove.', PICTURE, named('text/plain', 'ATT00001.txt', 'Below.'));
    expect(mail.text).toBe('Above.\nBelow.');
    expect(mail.attachments).toMatchObject([{ filename: 'a.png' }]);
  });

  it.each([
    ['text/plain', 'run.txt'],
    ['text/plain', 'ATT-00001.txt'],
    ['text/csv', 'ATT00001.csv'],
    ['image/png', 'ATT00001.png'],
  ])('are not files of people: %s called %s', async (type, name) => {
    const mail = await mixed('\r\nAbove.', named(type, name, '0123'));
    expect(mail).toMatchObject({ text: 'Above.', attachments: [{ filename: name }] });
  });
});
