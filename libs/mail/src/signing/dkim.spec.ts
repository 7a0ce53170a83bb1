import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { signed } from './dkim.js';

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
const RECORD = `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`;
const SIGNER = { domain: 'example.test', selector: 'r20261121', privateKey };

const HEAD = [
  'From: Replyline <desk@example.test>',
  'To: =?UTF-8?Q?B=C3=B6b?= <bob@example.test>',
  'Reply-To: replies+token@example.test',
  'Subject: a  subject\twith\r\n \t folds ',
  'Message-ID: <token@example.test>',
  'References: <one@example.test>\r\n <two@example.test>',
  'List-ID: <orders.example.test>',
  'Date: Sun, 01 Mar 2026 12:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'X-Unsigned: may change',
].join('\r\n');
const MAIL = `${HEAD}\r\n\r\nHello  Bob, \r\n\r\nbye\r\n\r\n\r\n`;

/** What an implementation that is not ours says of the one signature. */
async function verdictOn(message: Buffer | string): Promise<string> {
  const resolver = (name: string) => {
    if (name !== 'r20261121._domainkey.example.test') throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return Promise.resolve([[RECORD.slice(0, 255), RECORD.slice(255)]]);
  };
  const { results } = await dkimVerify(Buffer.from(message as string, 'latin1'), { resolver });
  return results.map(({ status }) => `${status.result} aligned: ${String(status.aligned)}`).join();
}

const PASS = 'pass aligned: example.test';
const sign = (text: string) => signed(Buffer.from(text, 'latin1'), SIGNER).toString('latin1');

describe('a signed message', () => {
  it('is what its signer sent, says an independent implementation', async () => {
    expect(await verdictOn(sign(MAIL))).toBe(PASS);
  });

  it('is the message as it was, behind one more field', () => {
    expect(sign(MAIL)).toMatch(
      /^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed;\r\n d=example.test; s=r20261121;/,
    );
    expect(sign(MAIL).endsWith(`\r\n${MAIL}`)).toBe(true);
    expect(
      Math.max(
        ...sign(MAIL)
          .split('\r\n')
          .map(({ length }) => length),
      ),
    ).toBeLessThanOrEqual(78);
  });

  it('is the same, octet by octet, each time', () => {
    expect(sign(MAIL)).toBe(sign(MAIL));
  });

  it('names each field that is there, and From once more', () => {
    const [, names = ''] = /h=([^;]*);/.exec(sign(MAIL))!;
    expect(names.replace(/\s/g, '')).toBe(
      'from:to:subject:date:message-id:references:reply-to:list-id:mime-version:content-type:from',
    );
  });

  it.each<[string, (message: string) => string]>([
    ['its body is another', (message) => message.replace('bye', 'buy')],
    ['its body goes on', (message) => `${message}more\r\n`],
    ['its subject is another', (message) => message.replace('a  subject', 'another')],
    ['its Message-ID is another', (message) => message.replace('<token@', '<other@')],
    ['answers are led elsewhere', (message) => message.replace('replies+token@', 'evil@')],
    ['a From is put before it', (message) => `From: boss@example.test\r\n${message}`],
    ['a From is put behind the other', (message) => message.replace('\r\nTo:', '\r\nFrom: boss@example.test\r\nTo:')],
  ])('does not pass when %s', async (_what, change) => {
    expect(change(sign(MAIL))).not.toBe(sign(MAIL));
    expect(await verdictOn(change(sign(MAIL)))).not.toBe(PASS);
  });

  it.each<[string, (message: string) => string]>([
    ['a field that is not signed changes', (message) => message.replace('may change', 'has changed')],
    ['a server adds a field', (message) => `Received: from a by b\r\n${message}`],
    [
      'white space and empty lines at the end change',
      (message) => message.replace('  Bob, \r\n', ' Bob,\r\n').trimEnd(),
    ],
  ])('still passes when %s', async (_what, change) => {
    expect(change(sign(MAIL))).not.toBe(sign(MAIL));
    expect(await verdictOn(change(sign(MAIL)))).toBe(PASS);
  });

  it('passes whatever its body and its subject are', async () => {
    const octets = fc.stringMatching(/^(?:[ -~\u0080-\u00ff]|[ \t]|\r\n)*$/, { maxLength: 300 });
    // Other letters are encoded there (RFC 2047).
    const oneLine = fc.stringMatching(/^[!-~][ -~\t]*$/, { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(octets, oneLine, async (body, subject) => {
        const message = `From: desk@example.test\r\nSubject: ${subject}\r\n\r\n${body}\r\n`;
        expect(await verdictOn(sign(message))).toBe(PASS);
      }),
      { numRuns: 200 },
    );
  });
});
