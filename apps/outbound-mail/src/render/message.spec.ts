import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { LOOP_HEADER } from '@replyline/mail';
import { readMessage } from '@replyline/mail/reading';
import { simpleParser } from 'mailparser';
import { placeholderOf } from '../unsubscribe/way-out.js';
import { message } from './message.js';
import type { PinnedMail } from './pinned-mail.js';

const pinned: PinnedMail = {
  to: { name: 'Bob Example', address: 'bob@example.test' },
  subject: 'ada mentioned you in Migration plan',
  text: 'Hello\n',
  html: '<p>Hello</p>',
  date: '2026-03-01T12:00:00.000Z',
  replyTo: 'replies+token@example.test',
  references: ['thread-1@example.test', 'token@example.test'],
  autoSubmitted: 'auto-generated',
};
const from = { address: 'desk@example.test', name: 'Replyline' };
const compose = async (more: Partial<PinnedMail> = {}, sender = from) =>
  (await message({ ...pinned, ...more }, 'token@example.test', sender)).toString();
const headOf = (source: string) => source.slice(0, source.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ');
const fieldsOf = (source: string) => headOf(source).split('\r\n');

describe('a message', () => {
  it.each([
    ['in words', []],
    ['with a file', [{ filename: 'a.txt', mediaType: 'text/plain', content: Buffer.from('a') }]],
  ])('%s has no CR alone, which some servers take for the end of a line', async (_what, files) => {
    const text = 'one\r.\r\nMAIL FROM:<eve@x.test>\r\rtwo\n';
    const octets = await message({ ...pinned, text, html: `<p>${text}</p>` }, 'token@example.test', from, files);
    expect(octets.toString().match(/\r(?!\n)|(?<!\r)\n/g)).toBeNull();
    expect((await simpleParser(octets)).text).toBe('one\n.\nMAIL FROM:<eve@x.test>\n\ntwo\n');
  });

  it('has the header fields that answers and other machines go by', async () => {
    const fields = fieldsOf(await compose());
    expect(fields).toEqual(
      expect.arrayContaining([
        'From: Replyline <desk@example.test>',
        'To: Bob Example <bob@example.test>',
        'Reply-To: Replyline <replies+token@example.test>',
        'Message-ID: <token@example.test>',
        'References: <thread-1@example.test> <token@example.test>',
        'Auto-Submitted: auto-generated',
        'X-Auto-Response-Suppress: All',
        `${LOOP_HEADER}: 1`,
        'Date: Sun, 01 Mar 2026 12:00:00 +0000',
      ]),
    );
  });

  it.each(['utf-8', 'iso-8859-1', 'iso-2022-jp'] as const)(
    'in %s has the subject that was written, also where that looks like an encoded word',
    async (charset) => {
      const subject = 'eve mentioned you in =?utf-8?q?=0D=0ABcc:_all=40x.test?= and =?us-ascii?B?';
      const octets = await message({ ...pinned, subject }, 'token@example.test', { ...from, charset });
      expect((await simpleParser(octets)).subject).toBe(subject);
    },
  );

  it('says which list it belongs to and how to leave it, each in one piece', async () => {
    const unsubscribeUrl = `https://mail.example.test/a/rather/long/path/unsubscribe/${'A'.repeat(44)}`;
    const list = { topic: 'orders.shipped', id: 'orders.shipped.example.test', unsubscribeUrl };
    expect(fieldsOf(await compose({ list }))).toEqual(
      expect.arrayContaining([
        'List-ID: <orders.shipped.example.test>',
        `List-Unsubscribe: <${unsubscribeUrl}>`,
        'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      ]),
    );
    expect(headOf(await compose())).not.toMatch(/^List-/im);
  });

  it('has the link of its reader where the words leave a place for it, and nowhere else', async () => {
    const placeholder = placeholderOf('7f1d6a9c');
    const unsubscribeUrl = 'https://mail.example.test/unsubscribe/x?a=1&b=2';
    const list = { topic: 'orders.shipped', id: 'orders.shipped.example.test', unsubscribeUrl, placeholder };
    const other = placeholderOf('somebody-elses');
    const html = `<a href="${placeholder}">Leave</a> <a href="https://evil.test/?u=${other}">here</a>`;
    const { text, html: rich } = await simpleParser(
      await compose({ list, text: `Leave: ${placeholder}\n${other}`, html }),
    );
    expect(text).toContain(`Leave: ${unsubscribeUrl}\n${other}`);
    expect(rich).toContain('href="https://mail.example.test/unsubscribe/x?a=1&amp;b=2"');
    expect(rich).toContain(`https://evil.test/?u=${other}`);
  });

  it('ends each line with CRLF, in its parts too', async () => {
    expect(await compose({ text: 'one\ntwo\r\nthree\n' })).not.toMatch(/[^\r]\n|\r[^\n]/);
  });

  it('is the same, octet by octet, each time', async () => {
    expect(await compose()).toBe(await compose());
  });

  it('says nothing of replies where they are not read', async () => {
    expect(headOf(await compose({ replyTo: undefined }))).not.toContain('Reply-To');
  });

  it.each([
    ['a subject', { subject: 'Hi\r\nBcc: eve@evil.test' }],
    ['a name', { to: { name: 'Bob\r\nBcc: eve@evil.test', address: 'bob@example.test' } }],
    [
      'a name that looks like addresses',
      { to: { name: 'eve@evil.test, <eve@evil.test>', address: 'bob@example.test' } },
    ],
    ['a name that ends its quotes', { to: { name: '"Bob" <eve@evil.test>, "', address: 'bob@example.test' } }],
  ] as const)('stays what it is when %s tries to add a header field', async (_what, more) => {
    const source = await compose(more);
    expect(fieldsOf(source).filter((field) => /^bcc:/i.test(field))).toEqual([]);
    expect(fieldsOf(source).filter((field) => /^to:/i.test(field))).toHaveLength(1);
    const to = fieldsOf(source).find((field) => /^to:/i.test(field))!;
    expect(to.endsWith('<bob@example.test>')).toBe(true);
  });

  it('carries every script', async () => {
    const source = await compose({ subject: 'Ünï – 会話 🙂', text: 'Grüße 会話\n' });
    const mail = await readMessage(Buffer.from(source));
    expect(mail.subject).toBe('Ünï – 会話 🙂');
    expect(mail.text).toContain('Grüße 会話');
    expect(Buffer.from(source).length).toBe(source.length);
  });
});

describe('a message with files', () => {
  const files = [
    { filename: 'Übersicht "März" 売上.csv', mediaType: 'text/csv', content: Buffer.from('a;b\r\n\u00e4;\n.\n') },
    { filename: 'x'.repeat(190) + '.bin', mediaType: 'application/octet-stream', content: randomBytes(70_000) },
  ];
  const read = async (charset?: 'iso-2022-jp') => {
    const mail = { ...pinned, subject: '売上', text: '売上', html: '<meta charset="utf-8"><p>売上</p>' };
    return message(mail, 'token@example.test', { ...from, charset }, files);
  };

  it.each([undefined, 'iso-2022-jp'] as const)('has them under their names, octet by octet (%s)', async (charset) => {
    const { attachments, text, html } = await simpleParser(await read(charset));
    expect(
      attachments.map(({ filename, contentType, content, contentDisposition }) => ({
        filename,
        mediaType: contentType,
        content,
        contentDisposition,
      })),
    ).toEqual(files.map((file) => ({ ...file, contentDisposition: 'attachment' })));
    expect([text?.trim(), html]).toEqual(['売上', expect.stringContaining('<p>売上</p>')]);
  });

  it('is otherwise the message that it is without them', async () => {
    const bare = headOf(await compose());
    const whole = headOf((await message(pinned, 'token@example.test', from, files)).toString());
    const without = (head: string) => head.split('\r\n').filter((line) => !/^Content-/i.test(line));
    expect(without(whole)).toEqual(without(bare));
  });

  it('stays one message whatever a name says', async () => {
    const filename = 'a.pdf\r\nBcc: eve@evil.test\r\n\r\n../../x';
    const source = (await message(pinned, 'token@example.test', from, [{ ...files[0]!, filename }])).toString();
    expect(source).not.toMatch(/^Bcc:/m);
    expect((await simpleParser(source)).attachments).toHaveLength(1);
  });
});
