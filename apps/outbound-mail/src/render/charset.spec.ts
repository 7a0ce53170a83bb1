import type { Charset } from '@replyline/contracts';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from '@jest/globals';
import { encoded, encodedWords } from './charset.js';
import { message } from './message.js';
import type { PinnedMail } from './pinned-mail.js';

const LONG = 'Grüße aus Köln, über alle Maßen '.repeat(8).trim();

const mail = (words: string): PinnedMail => ({
  to: { name: 'Jürgen 日本', address: 'bob@example.test' },
  subject: words,
  text: `${words}\n\nsecond line\n`,
  html: `<p>${words}</p>`,
  date: '2026-11-20T12:00:00.000Z',
  references: [],
  autoSubmitted: 'auto-generated',
});
const written = (words: string, charset: Charset | undefined) =>
  message(mail(words), 'id@example.test', { address: 'desk@example.test', name: 'Desk', charset });

describe('a mail is written in', () => {
  it.each<[Charset, string]>([
    ['iso-8859-1', 'Grüße, ça va, ñandú'],
    ['iso-8859-1', LONG],
    ['iso-8859-15', 'Das kostet 10 €'],
    ['windows-1252', 'Das kostet “10 €” – mehr nicht'],
    ['iso-2022-jp', '移行計画について、ご確認ください。'.repeat(6)],
    ['koi8-r', 'План миграции'],
    ['gb18030', '迁移计划 𠮷'],
  ])('%s, and reads as it was meant', async (charset, words) => {
    const raw = await written(words, charset);
    const head = raw.toString('latin1');
    expect(head.match(new RegExp(`charset=${charset}`, 'g'))).toHaveLength(2);
    expect(head).toContain(`=?${charset}?B?`);
    const { subject, text, html, from, to } = await simpleParser(raw);
    expect([subject, text?.trim(), html]).toEqual([words, `${words}\n\nsecond line`, `<p>${words}</p>`]);
    expect([from?.text, JSON.stringify(to)]).toEqual([
      '"Desk" <desk@example.test>',
      expect.stringContaining('Jürgen 日本'),
    ]);
  });

  it.each<[Charset | undefined, string]>([
    ['iso-8859-1', 'Das kostet 10 €'],
    ['iso-8859-1', '日本'],
    ['koi8-r', 'Grüße'],
    ['iso-2022-jp', 'smile 😀'],
    // RFC 1468 has none of these, and readers know one or another of them or none: JIS X 0212, halves of JIS X 0201,
    // rows of vendors.
    ['iso-2022-jp', 'Größe'],
    ['iso-2022-jp', 'ﾃｽﾄ'],
    ['iso-2022-jp', '① ㈱'],
    ['iso-2022-jp', '髙橋様'],
    [undefined, 'Grüße'],
    ['utf-8', 'Grüße'],
  ])('UTF-8 where it is to be %s and %s has no place there', async (charset, words) => {
    const raw = await written(words, charset);
    expect(raw.toString('latin1').match(/charset=utf-8/g)).toHaveLength(2);
    expect((await simpleParser(raw)).subject).toBe(words);
  });

  it('and its HTML says so too', async () => {
    const html = '<html><head><meta charset="utf-8"></head><body>Grüße</body></html>';
    const raw = await message({ ...mail('Grüße'), html }, 'id@example.test', {
      address: 'desk@example.test',
      charset: 'iso-8859-1',
    });
    const parsed = await simpleParser(raw);
    expect(parsed.html).toContain('<meta charset="iso-8859-1">');
  });

  it('the same octets at each attempt', async () => {
    const [one, two] = [await written(LONG, 'iso-8859-1'), await written(LONG, 'iso-8859-1')];
    expect(one.equals(two)).toBe(true);
  });
});

describe('an encoded word', () => {
  it.each<[string, Charset]>([
    [LONG, 'iso-8859-1'],
    ['移行計画について、ご確認ください。'.repeat(6), 'iso-2022-jp'],
    ['𠮷'.repeat(60), 'gb18030'],
  ])('is no longer than RFC 2047 allows and holds whole characters: %#', (text, charset) => {
    for (const word of encodedWords(text, charset).split(' ')) {
      expect(word.length).toBeLessThanOrEqual(75);
      const octets = Buffer.from(/\?B\?(.*)\?=$/.exec(word)![1]!, 'base64');
      expect(octets.includes('\ufffd')).toBe(false);
    }
  });

  it('is not needed for ASCII', () => {
    expect(encodedWords('Hello (you)', 'iso-8859-1')).toBe('Hello (you)');
  });
});

it('half a text is not written at all', () => {
  expect(encoded('10 €', 'iso-8859-1')).toBeUndefined();
  expect(encoded('10 €', 'iso-8859-15')).toEqual(Buffer.from('10 \xa4', 'latin1'));
});
