import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import { readMessage } from '../read-message.js';
import { decompressedRtf, MAX_RTF_BYTES } from './compressed-rtf.js';
import { wordsOfRtf } from './rtf.js';
import { binary, literalRtf, long, rtfStream, string8, tnef, unicode } from '../../testing/tnef-writer.js';
import { readTnef } from './tnef.js';

const [PLAIN, HTML, RTF, INTERNET_CODEPAGE] = [0x1000, 0x1013, 0x1009, 0x3fde];
const NAMED = unicode(0x8001, 'not read');
const HTML_IN_RTF = [
  '{\\rtf1\\ansi\\ansicpg1252\\fromhtml1 \\deff0',
  '{\\fonttbl{\\f0\\fswiss\\fcharset0 Arial;}{\\f1\\fmodern\\fcharset134 SimSun;}}',
  '{\\colortbl;\\red0\\green0\\blue255;}{\\*\\generator Riched20}',
  '\\uc1\\pard\\plain\\deftab360 \\f0\\fs24',
  '{\\*\\htmltag19 <html>}{\\*\\htmltag50 <body>}\\htmlrtf \\lang1031 \\htmlrtf0 {\\*\\htmltag64 <p>}\\htmlrtf {\\htmlrtf0',
  "Gr\\'fc\\'dfe {\\f1 \\'d6\\'dc\\'ce\\'e5} \\u8211 - \\{fine\\} {\\*\\htmltag84 &lt;}\\htmlrtf <\\htmlrtf0 {\\*\\htmltag92 <b>}x{\\*\\htmltag100 </b>}",
  '{\\*\\mhtmltag64 <p class=x>}\\htmlrtf\\par}\\htmlrtf0{\\*\\htmltag72 </p>}{\\*\\htmltag58 </body>}{\\*\\htmltag27 </html>}}',
].join('\r\n');

describe('TNEF', () => {
  it.each([
    ['text in Unicode', [unicode(PLAIN, 'Größe 周五')], { text: 'Größe 周五' }],
    [
      'text in the code page of the message',
      [string8(PLAIN, iconv.encode('Größe – 5 €', 'cp1252'))],
      { text: 'Größe – 5 €' },
    ],
    [
      'HTML in the code page of the Internet',
      [long(INTERNET_CODEPAGE, 28592), binary(HTML, iconv.encode('<p>Zażółć</p>', 'iso-8859-2'))],
      { html: '<p>Zażółć</p>' },
    ],
    [
      'HTML in UTF-8',
      [long(INTERNET_CODEPAGE, 65001), binary(HTML, Buffer.from('<p>周五</p>'))],
      { html: '<p>周五</p>' },
    ],
    [
      'HTML within compressed RTF',
      [binary(RTF, literalRtf(Buffer.from(HTML_IN_RTF, 'latin1')))],
      { html: '<html><body><p>Grüße 周五 – {fine} &lt;<b>x</b></p></body></html>' },
    ],
    [
      'text and HTML behind a property with a name',
      [NAMED, unicode(PLAIN, 'Fine.'), binary(HTML, Buffer.from('<p>Fine.</p>'))],
      { text: 'Fine.', html: '<p>Fine.</p>' },
    ],
    [
      'text within uncompressed RTF',
      [binary(RTF, rtfStream(Buffer.from('{\\rtf1\\ansi\\fromtext {Fine.\\par Bob\\par}}'), 44, 0x414c454d))],
      { text: 'Fine.\nBob\n' },
    ],
  ])('gives %s', (_name, properties, words) => {
    expect(readTnef(tnef(1252, properties))).toEqual({ words, attachments: [] });
  });

  it('gives the text of old Outlooks, in a code page of two octets', () => {
    expect(readTnef(tnef(932, [], { body: iconv.encode('金曜日①', 'cp932') }))?.words).toEqual({ text: '金曜日①' });
  });

  it('gives the files with names, types, sizes and octets', () => {
    const files = [
      { filename: 'Plan für Freitag.pdf', content: Buffer.from('%PDF') },
      { filename: 'image001.png', content: Buffer.alloc(300, 1), mediaType: 'image/png', cid: 'image001@x' },
    ];
    expect(readTnef(tnef(1252, [], { files }))?.attachments).toEqual([
      { filename: 'Plan für Freitag.pdf', contentType: 'application/pdf', content: files[0]!.content, size: 4 },
      { filename: 'image001.png', contentType: 'image/png', cid: 'image001@x', content: files[1]!.content, size: 300 },
    ]);
  });

  const whole = tnef(1252, [unicode(PLAIN, 'Fine.')], { files: [{ filename: 'a.txt', content: Buffer.from('abc') }] });
  const mail = (type: string, body: string, octets: Buffer): Buffer =>
    Buffer.from(
      `From: bob@example.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n${body}\r\n--b\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${octets.toString('base64')}\r\n--b--`,
    );

  it.each([
    'application/ms-tnef; name=winmail.dat',
    'application/vnd.ms-tnef',
    'application/octet-stream; name="winmail.dat"',
  ])('is opened as %s, and its text is read where there is no other', async (type) => {
    const attachments = [{ filename: 'a.txt', mediaType: 'text/plain', sizeBytes: 3 }];
    expect(await readMessage(mail(type, '', whole))).toMatchObject({ text: 'Fine.', attachments });
    expect(await readMessage(mail(type, 'Above.', whole))).toMatchObject({ text: 'Above.', attachments });
  });

  it('that is none stays a file', async () => {
    const { attachments } = await readMessage(
      mail('application/ms-tnef; name=winmail.dat', 'Above.', Buffer.from('no TNEF')),
    );
    expect(attachments).toMatchObject([{ filename: 'winmail.dat', mediaType: 'application/ms-tnef' }]);
  });

  it('cut off anywhere gives what stands before the cut', () => {
    for (let length = 6; length <= whole.length; length += 1) {
      const { text = '' } = readTnef(whole.subarray(0, length))!.words;
      expect('Fine.'.startsWith(text)).toBe(true);
    }
  });
});

describe('RTF', () => {
  it('is decompressed as the example of MS-OXRTFCP 3.1 says', () => {
    const example = Buffer.from(
      '2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0',
      'hex',
    );
    expect(decompressedRtf(example).toString('latin1')).toBe('{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n');
  });

  it('is decompressed as the example of MS-OXRTFCP 3.2 says, which reads what it writes', () => {
    const example = Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex');
    expect(decompressedRtf(example).toString('latin1')).toBe('{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}');
  });

  it('that claims to be gigabytes, or repeats itself for ever, ends', () => {
    const references = Buffer.alloc(
      8_000_000,
      Buffer.from([0xff, ...Array.from({ length: 8 }, () => [0x00, 0x0e]).flat()]),
    );
    expect(decompressedRtf(rtfStream(references, 0xffffffff)).length).toBe(MAX_RTF_BYTES);
  });

  it.each<[string, string, string]>([
    ['paragraphs, tabs and quotes', '{\\rtf1 a\\par b\\line c\\tab\\ldblquote d\\rdblquote\\emdash}', 'a\nb\nc\t“d”—'],
    ['Unicode with its replacement', "{\\rtf1\\uc2 \\u21608 ??\\u20116\\'a1\\'a1.}", '周五.'],
    ['Unicode beyond 32767', '{\\rtf1\\u-10179?\\u-8704?}', '😀'],
    [
      'nothing of tables and unknown destinations',
      '{\\rtf1{\\fonttbl{\\f0 Arial;}}{\\info{\\author Bob}}{\\*\\unknown x}{\\pict ffff}a}',
      'a',
    ],
    [
      'what a font says of octets',
      "{\\rtf1\\ansicpg1252{\\fonttbl{\\f0\\fcharset0 A;}{\\f1\\fcharset204 B;}}\\f1 \\'c4\\'e0\\f0 \\'e9}",
      'Даé',
    ],
    ['braces that are not closed', '{\\rtf1 a{b', 'ab'],
    ['braces that were not opened', '{\\rtf1 a}}}b', 'ab'],
  ])('keeps %s', (_name, rtf, text) => {
    expect(wordsOfRtf(Buffer.from(rtf, 'latin1'))).toEqual({ text });
  });

  it('nested deeper than anybody writes is no text, and the mail is read', () => {
    const deep = literalRtf(Buffer.from(`{\\rtf1 ${'{'.repeat(100_000)}x`));
    expect(readTnef(tnef(1252, [binary(RTF, deep)]))).toEqual({ words: {}, attachments: [] });
  });
});
