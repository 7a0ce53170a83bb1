import { describe, expect, it } from '@jest/globals';
import { readMessage } from './read-message.js';

const FIELDS = [
  'From: Bob <bob@example.test>',
  'To: replies@example.test',
  'Subject: Re: Release',
  'Message-ID: <1@example.test>',
];
const raw = (fields: readonly string[], body: string | Buffer = 'Yes.'): Buffer =>
  Buffer.concat([Buffer.from(`${[...FIELDS, ...fields].join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
const parts = (count: number): Buffer =>
  raw(
    ['Content-Type: multipart/mixed; boundary=edge'],
    `${'--edge\r\nContent-Type: text/plain\r\n\r\nhello\r\n'.repeat(count)}--edge--\r\n`,
  );
/** Many parts, each of which has many. */
const partsOfParts = (count: number): Buffer => {
  const inner = '--inner\r\nContent-Type: text/plain\r\n\r\nhello\r\n'.repeat(count);
  const outer = `--edge\r\nContent-Type: multipart/mixed; boundary=inner\r\n\r\n${inner}--inner--\r\n`;
  return raw(['Content-Type: multipart/mixed; boundary=edge'], `${outer.repeat(count)}--edge--\r\n`);
};

describe('a message', () => {
  it('is read with addresses and identifiers as they are compared', async () => {
    const mail = await readMessage(
      raw([
        'In-Reply-To: <A@Example.test>',
        'References: <a@b.test>,<c@d.test>\r\n <e@f.test>',
        'Cc: "C, D" <C.D@Example.TEST>',
      ]),
    );
    expect(mail).toMatchObject({
      messageId: '1@example.test',
      inReplyTo: ['A@Example.test'],
      references: ['a@b.test', 'c@d.test', 'e@f.test'],
      from: [{ address: 'bob@example.test', name: 'Bob' }],
      cc: [{ address: 'c.d@example.test', name: 'C, D' }],
      subject: 'Re: Release',
      text: 'Yes.',
    });
  });

  it('keeps repeated fields with the topmost first', async () => {
    const mail = await readMessage(
      raw(['Authentication-Results: mx.example.test;\r\n dmarc=pass', 'Authentication-Results: evil; dmarc=pass']),
    );
    expect(mail.headers.get('authentication-results')).toEqual(['mx.example.test; dmarc=pass', 'evil; dmarc=pass']);
  });

  it.each([
    ['<>', ''],
    ['<Bounce@Example.test>', 'bounce@example.test'],
  ])('knows the reverse-path %s', async (field, returnPath) => {
    expect((await readMessage(raw([`Return-Path: ${field}`]))).returnPath).toBe(returnPath);
  });

  it('collects where servers say that it was delivered to', async () => {
    const mail = await readMessage(
      raw(['Delivered-To: r+t@Example.test', 'X-Original-To: <o@example.test>', 'Envelope-To: e@example.test']),
    );
    expect(mail.deliveredTo).toEqual(['r+t@example.test', 'o@example.test', 'e@example.test']);
  });

  it('collects whom somebody redirected it to (RFC 5322 §3.6.6)', async () => {
    const mail = await readMessage(raw(['Resent-To: "Replies, all" <r+t@Example.test>, Bob <bob@example.test>']));
    expect(mail.deliveredTo).toEqual(['r+t@example.test', 'bob@example.test']);
  });

  it('has no line break in a name, a subject or a field, however it was encoded', async () => {
    const mail = await readMessage(
      Buffer.from(
        'From: =?utf-8?Q?Bob=0D=0ABcc:_x?= <bob@example.test>\r\nSubject: =?utf-8?Q?a=0D=0AX-Replyline-Loop:_1?=\r\n\r\nYes.',
      ),
    );
    expect(mail.headers.has('x-replyline-loop')).toBe(false);
    expect(JSON.stringify([mail.subject, mail.from, [...mail.headers]])).not.toMatch(/\\r|\\n/);
  });

  it('loses NUL and other control characters and keeps its line breaks', async () => {
    const mail = await readMessage(raw(['Content-Type: text/plain; charset=utf-8'], 'a\u0000b\u0007c\r\nd\re'));
    expect(mail.text).toBe('abc\nd\ne');
  });

  it.each([
    '',
    '\r\n\r\n\n',
    '\u0000'.repeat(1000),
    'no colon anywhere',
    'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x',
  ])('may be broken: %j', async (bytes) => {
    await expect(readMessage(Buffer.from(bytes))).resolves.toMatchObject({ from: [], sizeBytes: bytes.length });
  });

  it('may have ten thousand parts', async () => {
    expect((await readMessage(parts(10_000))).text?.match(/hello/g)).toHaveLength(10_000);
  });

  it('with half a megabyte of spaces behind a type, and octets that are not UTF-8, is read at once', async () => {
    const body = Buffer.concat([
      Buffer.from([0x47, 0xfc]),
      Buffer.from(`\nContent-Type: text/plain${' '.repeat(500_000)}x`),
    ]);
    // Quadratic work on it takes longer than the runner waits.
    expect((await readMessage(raw([], body))).text).toMatch(/^Gü/);
  });

  it('may begin with blank lines', async () => {
    expect((await readMessage(Buffer.concat([Buffer.from('\r\n\r\n'), raw([])]))).messageId).toBe('1@example.test');
  });

  it.each([
    ['a hundred thousand parts', parts(100_000)],
    ['a hundred and fifty parts in each of as many', partsOfParts(150)],
    ['a header section of a hundred thousand fields', raw(Array.from({ length: 100_000 }, () => 'X: y'))],
    ['a header section of megabytes', raw([`X-Long: ${'a'.repeat(3_000_000)}`])],
  ])('with %s fails with mail.unreadable and says nothing of its content', async (_name, bytes) => {
    await expect(readMessage(bytes)).rejects.toMatchObject({
      code: 'mail.unreadable',
      details: { sizeBytes: bytes.length },
    });
  });
});
