import { describe, expect, it } from '@jest/globals';
import { readComplaint } from './facts/complaint.js';
import { extractReply } from './reply/extract-reply.js';
import { readMessage } from './reading/read-message.js';

/** What PostgreSQL refuses in JSON: a mail with one in its verdict would be decided for ever. */
const REFUSED = /\0|\p{Cs}/u;

const aMail = (type: string, body: string | Buffer, subject = 'x'): Buffer =>
  Buffer.concat([
    Buffer.from(`From: a@b.test\r\nSubject: ${subject}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n\r\n`),
    Buffer.from(body),
  ]);

/** UTF-16 that begins with a half of a character. */
const half = (rest: string): Buffer => Buffer.concat([Buffer.from([0x3d, 0xd8]), Buffer.from(rest, 'utf16le')]);

const aPicture = (id: string): string =>
  `--e\r\nContent-Type: text/html\r\n\r\n<p>Hi</p><img src="cid:${id}">\r\n` +
  `--e\r\nContent-Type: image/png\r\nContent-ID: <${id}>\r\n\r\nx\r\n--e--`;

describe('half a character, and a NUL', () => {
  it.each<[string, Buffer]>([
    ['text in UTF-16', aMail('text/plain; charset=utf-16le', half('Hello'))],
    ['a subject in UTF-16', aMail('text/plain', 'Hello', `=?utf-16le?B?${half('A').toString('base64')}?=`)],
    ['the words for a picture that are cut', aMail('text/html', `<img src="cid:a" alt="${'x'.repeat(99)}😀">`)],
    ['a Content-ID', aMail('multipart/related; boundary=e', aPicture('a%00b'))],
  ])('do not come out of %s', async (_where, raw) => {
    const { subject, text, html, from, attachments } = await readMessage(raw);
    const reply = extractReply({
      mail: { from, ...(text !== undefined && { text }), ...(html !== undefined && { html }) },
    });
    const strings = [
      subject,
      text,
      html,
      reply.text,
      ...(reply.pictures ?? []),
      ...attachments.map((it) => it.contentId),
    ];
    for (const it of strings) expect(it ?? '').not.toMatch(REFUSED);
  });

  it('do not come out of a kind of complaint that is cut', () => {
    const report = { deliveryStatus: '', feedback: `Feedback-Type: ${'x'.repeat(39)}😀`, returnedHeaders: '' };
    expect(readComplaint({ subject: '', report })!.feedbackType).toBe('x'.repeat(39));
  });

  it('leave the picture that they stand in the name of where it is', async () => {
    const { attachments, html } = await readMessage(aMail('multipart/related; boundary=e', aPicture('a%00b')));
    const { pictures } = extractReply({ mail: { html: html! } });
    expect(attachments).toMatchObject([{ contentId: 'ab', isReferenced: true }]);
    expect(pictures).toEqual(['ab']);
  });
});
