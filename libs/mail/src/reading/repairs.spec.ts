import { describe, expect, it } from '@jest/globals';
import iconv from 'iconv-lite';
import type { InboundMail } from '../mail.js';
import { readMessage } from './read-message.js';

const HEAD = 'From: Bob <bob@example.test>\r\nSubject: Re: Release\r\n';
const octets = (...pieces: readonly (string | Buffer)[]): Buffer =>
  Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)));
const read = (...pieces: readonly (string | Buffer)[]): Promise<InboundMail> => readMessage(octets(HEAD, ...pieces));
const textOf = async (...pieces: readonly (string | Buffer)[]): Promise<string> =>
  (await read(...pieces)).text?.trim() ?? '';

const ENCODINGS: Readonly<Record<string, (content: Buffer) => string>> = {
  base64: (content) => content.toString('base64').replace(/.{76}/g, '$&\r\n'),
  'quoted-printable': (content) =>
    [...content]
      .map((octet) => `=${octet.toString(16).toUpperCase().padStart(2, '0')}`)
      .join('')
      .replace(/.{72}/g, '$&=\r\n'),
  '8bit': (content) => content.toString('latin1'),
  // A label for text without an octet beyond ASCII, on text with many.
  '7bit': (content) => content.toString('latin1'),
};

/** Labels as clients write them, the charset that the octets are in, and a text that the label itself could not hold. */
const LIES: readonly (readonly [label: string, charset: string, text: string])[] = [
  ['gb2312', 'gb18030', '朱镕基说：周五可以，囧。'],
  ['GB2312', 'gb18030', '朱镕基说：周五可以，囧。'],
  ['"gb2312"', 'gb18030', '朱镕基说：周五可以，囧。'],
  ['GBK', 'gb18030', '周五可以，𠮷。'],
  ['csGB2312', 'gb18030', '周五可以，𠮷。'],
  ['ks_c_5601-1987', 'cp949', '똠방각하, 금요일 괜찮아요. 뷁'],
  ['euc-kr', 'cp949', '똠방각하, 금요일 괜찮아요. 뷁'],
  ['cp949', 'cp949', '금요일 괜찮아요. 뷁'],
  ['shift_jis', 'cp932', '①金曜日で大丈夫です。髙橋'],
  ['big5', 'big5', '星期五可以，沒問題。'],
  ['iso-8859-1', 'windows-1252', 'Friday – “fine” for €5…'],
  ['ISO-8859-1', 'windows-1252', 'Friday – “fine” for €5…'],
  ['latin1', 'windows-1252', 'Friday – “fine” for €5…'],
  ['us-ascii', 'windows-1252', 'Größe und Preis: 5 €'],
  ['utf-8', 'windows-1252', 'Größe und Preis: 5 €'],
  ['x-unknown', 'windows-1252', 'Größe und Preis: 5 €'],
  ['unknown-8bit', 'utf-8', 'Größe und Preis: 5 €'],
  ['x-klingon', 'utf-8', 'Größe und Preis: 5 €'],
  ['iso-8859-1', 'utf-8', 'Größe und Preis: 5 €'],
  ['gb2312', 'utf-8', '周五可以，没问题。'],
  ['euc-kr', 'utf-8', '금요일 괜찮아요.'],
  ['us-ascii', 'utf-8', 'Пятница подходит.'],
  ['iso-8859-1', 'windows-1251', 'Пятница подходит, спасибо.'],
  ['iso-8859-1', 'gb18030', '周五可以，没有问题，谢谢你的消息。'],
  ['iso-8859-9', 'windows-1254', 'Cuma günü uygun – şimdilik'],
  ['win-1251', 'windows-1251', 'Пятница подходит.'],
  ['cp1250', 'windows-1250', 'Pátek se hodí – žádný problém'],
  ['koi8-r', 'koi8-r', 'Пятница подходит.'],
  ['windows-874', 'windows-874', 'วันศุกร์ได้'],
  ['iso-8859-8-i', 'iso-8859-8', 'יום שישי מתאים'],
  ['ibm850', 'cp850', 'Größe und Maß: á 5 ½'],
  ['cp852', 'cp852', 'Příští týden, děkuji'],
];

describe('a charset that lies', () => {
  for (const [encoding, encode] of Object.entries(ENCODINGS)) {
    it.each(LIES)(`${encoding}: %s that is %s`, async (label, charset, text) => {
      const body = encode(iconv.encode(text, charset));
      const fields = `Content-Type: text/plain; charset=${label}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
      expect(await textOf(fields, body)).toBe(text);
    });

    it.each(LIES)(`${encoding}: %s that is %s, in an HTML part of a multipart`, async (label, charset, text) => {
      const part = `Content-Type: text/html; charset=${label}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
      const { html } = await read(
        'Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n',
        part,
        encode(iconv.encode(`<p>${text}</p>`, charset)),
        '\r\n--b--\r\n',
      );
      expect(html).toBe(`<p>${text}</p>`);
    });
  }

  it.each(LIES.filter(([label]) => !label.includes('"')))(
    '%s that is %s, in words of a field',
    async (label, charset, text) => {
      for (const word of [
        `=?${label}?B?${iconv.encode(text, charset).toString('base64')}?=`,
        `=?${label}?q?${ENCODINGS['quoted-printable']!(iconv.encode(text, charset)).replaceAll('=\r\n', '')}?=`,
      ]) {
        const mail = await readMessage(octets(`From: ${word} <bob@example.test>\r\nSubject: ${word}\r\n\r\nx`));
        expect(mail.subject).toBe(text);
        expect(mail.from).toEqual([{ address: 'bob@example.test', name: text }]);
      }
    },
  );

  it.each([
    ['utf-8', 'Größe', 'Größe'],
    ['windows-1252', 'Größe – “x”', 'Größe – “x”'],
    ['utf-8', '周五可以', '周五可以'],
  ])('of a field in raw octets is found: %s', async (charset, text, expected) => {
    const raw = iconv.encode(text, charset);
    const mail = await readMessage(octets('From: ', raw, ' <bob@example.test>\r\nSubject: ', raw, '\r\n\r\nx'));
    expect(mail).toMatchObject({ subject: expected, from: [{ name: expected.replaceAll('“', '“') }] });
  });

  it('is found for raw octets in a field by the words of another', async () => {
    const mail = await readMessage(
      octets(
        'From: =?iso-2022-jp?B?GyRCJDMbKEI=?= <bob@example.test>\r\nTo: =?koi8-r?B?8A==?= <a@b.test>\r\nSubject: ',
        iconv.encode('Да', 'koi8-r'),
        '\r\n\r\n',
        iconv.encode('Нет', 'koi8-r'),
      ),
    );
    expect(mail).toMatchObject({ subject: 'Да', text: 'Нет' });
  });

  it('of a text with a label is not that of a name without one', async () => {
    const subject = 'Subject: =?iso-8859-2?Q?=A3=F3d=BC?=\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n';
    expect((await readMessage(octets(subject, 'Gr\xfc\xdfe \xb9'))).text).toBe('Grüße ¹');
  });

  it.each([
    ['windows-1251', 'Да, в пятницу я смогу быть на месте.'],
    ['koi8-r', 'Да, в пятницу я смогу быть на месте.'],
    ['gb18030', '好的，星期五我会参加会议，请把时间发给我。'],
    ['cp932', '金曜日で大丈夫です。よろしくお願いします。'],
    ['cp949', '네, 금요일에 참석할 수 있습니다. 감사합니다.'],
    ['big5', '好的，星期五我會參加會議，請把時間發給我。'],
  ])('is guessed where there is none: %s', async (charset, text) =>
    expect(await textOf('\r\n', iconv.encode(text, charset))).toBe(text),
  );

  it.each([
    ['windows-1258', iconv.encode('Ca\u0309m ơn', 'windows-1258'), 'Cảm ơn'],
    ['UTF-8', Buffer.from('나중에 é か\u3099'.normalize('NFD')), '나중에 é が'],
    ['UTF-8', Buffer.from('\ufa19 \u212b'), '\ufa19 \u212b'],
  ])('%s has its letters in one character, and the signs that were typed', async (label, body, text) => {
    expect(await textOf(`Content-Type: text/plain; charset=${label}\r\n\r\n`, body)).toBe(text);
  });

  it.each([
    ['without a label', ''],
    ['called utf-8', 'Content-Type: text/plain; charset=utf-8\r\n'],
    ['called iso-8859-1', 'Content-Type: text/plain; charset=iso-8859-1\r\n'],
    ['called utf-7', 'Content-Type: text/plain; charset=utf-7\r\n'],
    ['called by its name', 'Content-Type: text/plain; charset="ISO-2022-JP"\r\n'],
  ])('ISO-2022-JP %s', async (_name, field) => {
    expect(await textOf(field, '\r\n\x1b$B6bMKF|\x1b(B OK \x1b$B$G$9\x1b(B')).toBe('金曜日 OK です');
  });

  it('ISO-2022-JP that is really Shift_JIS', async () => {
    const body = iconv.encode('金曜日で大丈夫です', 'cp932');
    expect(await textOf('Content-Type: text/plain; charset=iso-2022-jp\r\n\r\n', body)).toBe('金曜日で大丈夫です');
  });

  it('ISO-2022-KR and HZ, in seven bits', async () => {
    expect(await textOf('\r\n\x1b$)C\r\n\x0e1]?d@O\x0f ok')).toBe('금요일 ok');
    expect(await textOf('Content-Type: text/plain; charset=hz-gb-2312\r\n\r\nok ~{VPND~} ~~')).toBe('ok 中文 ~');
  });

  it.each([
    ['words', 'Gr+APwA3w-e, +ZeVnLIqe-!', 'Grüße, 日本語!'],
    ['a plus sign', '1 +- 1, +AH4-', '1 + 1, ~'],
    ['a sequence that ends with what is no base64', '+AOQ.', 'ä.'],
    ['characters of four octets', '+2D3cTQ-', '\u{1f44d}'],
    ['what is no UTF-7 whatever it is called', '1+1=2, C+ and a+bcd', '1+1=2, C+ and a+bcd'],
    ['half a character', '+2D0-', '+2D0-'],
  ])('UTF-7 (RFC 2152): %s', async (_name, written, said) => {
    expect(await textOf('Content-Type: text/plain; charset=utf-7\r\n\r\n', written)).toBe(said);
    expect(await textOf('Content-Type: text/plain; charset=UNICODE-1-1-UTF-7\r\n\r\n', written)).toBe(said);
  });

  it('UTF-7 that has octets beyond ASCII is something else', async () => {
    const body = Buffer.from('Gr\xfc\xdfe +APw-', 'latin1');
    expect(await textOf('Content-Type: text/plain; charset=utf-7\r\n\r\n', body)).toBe('Grüße +APw-');
  });

  it.each([
    ['UTF-8', Buffer.from('\ufeffGrüße')],
    ['UTF-16LE', iconv.encode('\ufeffGrüße', 'utf-16le')],
    ['UTF-16BE', iconv.encode('\ufeffGrüße', 'utf-16be')],
  ])('has a byte order mark that says what it is: %s', async (_name, body) => {
    const fields = 'Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    expect(await textOf(fields, body.toString('base64'))).toBe('Grüße');
  });

  it('UTF-8 with a footer in Latin-1 that a list added keeps both', async () => {
    const fields = 'Content-Type: text/plain; charset=utf-8\r\n\r\n';
    expect(await textOf(fields, Buffer.from('Grüße – schön\n'), 'Gru\xdf!')).toBe('Grüße – schön\nGruß!');
  });

  it('UTF-8 that is cut in the middle of a character loses only that character', async () => {
    expect(await textOf('\r\n', Buffer.from('金曜日').subarray(0, 8))).toBe('金曜');
  });

  it('is not heard where the HTML itself says something else and MIME says nothing', async () => {
    const html = iconv.encode('<meta charset="iso-8859-2"><p>Zażółć</p>', 'iso-8859-2');
    expect((await read('Content-Type: text/html\r\n\r\n', html)).html).toContain('Zażółć');
  });
});

describe('what was made UTF-8 twice', () => {
  const twice = (text: string, as: string): Buffer => Buffer.from(iconv.decode(Buffer.from(text), as));
  const inUtf8 = (body: Buffer) => textOf('Content-Type: text/plain; charset=utf-8\r\n\r\n', body);

  it.each(['Größe: 5 € – ‘gut’, schöner', 'Понимаю, иду.', 'Ça marche très bien, ravi de l’été'])(
    'is %s',
    async (text) => {
      for (const as of ['windows-1252', 'latin1']) expect(await inUtf8(twice(text, as))).toBe(text);
    },
  );

  it.each(['MERCI ANDRÉ…', '« CAFÉ »', 'AMANHÃ…', 'Größe Ã¶', 'Ça marche'])('is not %s', async (text) => {
    expect(await inUtf8(Buffer.from(text))).toBe(text);
  });
});

describe('a transfer encoding that nobody names', () => {
  const QUOTED = 'Gr=C3=B6=C3=9Fe und Ma=C3=9F sind gut, wir nehmen das gr=C3=B6=\r\n=C3=9Fere.';
  const LONG = 'We take the larger one, and the smaller one as well, if it is there until Friday.';
  const BASE64 = ENCODINGS.base64!(Buffer.from(LONG));

  it.each(['', 'Content-Transfer-Encoding: 8bit\r\n'])('is seen in the text, behind %j', async (field) => {
    expect(await textOf(field, '\r\n', QUOTED)).toBe('Größe und Maß sind gut, wir nehmen das größere.');
    expect(await textOf(field, '\r\n', BASE64)).toBe(LONG);
  });

  it('is none where one is named: what looks like codes was typed', async () => {
    const typed = 'The header says Gr=C3=B6=C3=9Fe';
    for (const [name, encoded] of Object.entries(ENCODINGS)) {
      if (!['quoted-printable', 'base64'].includes(name)) continue;
      const field = `Content-Transfer-Encoding: ${name}\r\n\r\n`;
      expect(await textOf(field, encoded(Buffer.from(typed)))).toBe(typed);
    }
  });

  it('is seen in HTML', async () => {
    const { html } = await read('Content-Type: text/html\r\n\r\n<p class=3D"x">Gr=C3=B6=C3=9Fe</p>');
    expect(html).toBe('<p class="x">Größe</p>');
  });

  it.each([
    'a=b, =C3=B6 is a letter',
    'Write =3D for it.',
    'Größe =C3=B6',
    'aGVsbG8gd29ybGQ=',
    `He sent this:\n${'QUJD'.repeat(19)}`,
    `${'QUJD'.repeat(19)}\n${'AAEC'.repeat(19)}`,
  ])('is none in %j', async (text) => {
    expect(await textOf('Content-Type: text/plain; charset=utf-8\r\n\r\n', Buffer.from(text))).toBe(text);
  });
});

describe('format=flowed', () => {
  const flowed = (parameters: string, body: string): Promise<string> =>
    textOf(`Content-Type: text/plain; charset=utf-8; format=${parameters}\r\n\r\n${body}`);

  it.each([
    ['joins lines that end in a space', 'flowed', 'A long \r\nline \r\nends.\r\nNext', 'A long line ends.\nNext'],
    ['joins words with DelSp', 'flowed; delsp=yes', 'Wort \r\nteil  \r\nende', 'Wortteil ende'],
    ['in capitals and quotes', '"FLOWED"; DelSp="YES"', 'Wort \r\nteil', 'Wortteil'],
    ['takes space-stuffing away', 'flowed', ' From here\r\n > no quote\r\n  two', 'From here\n> no quote\n two'],
    ['joins no quote with what is below it', 'flowed', '> a \r\n> b \r\nmine \r\n>> deep', '> a b \nmine \n>> deep'],
    ['keeps depths apart', 'flowed', '>> a \r\n> b', '>> a \n> b'],
    ['takes a signature separator for what it is', 'flowed', 'Yes. \r\n-- \r\nBob', 'Yes. \n-- \nBob'],
    ['ends where the text ends', 'flowed', 'cut ', 'cut'],
  ])('%s', async (_name, parameters, body, expected) => {
    expect(await flowed(parameters, body)).toBe(expected);
  });

  it.each(['base64', 'quoted-printable'])('in %s and in two octets a character', async (encoding) => {
    const body = ENCODINGS[encoding]!(iconv.encode('金曜 \r\n日です', 'cp932'));
    const fields = `Content-Type: text/plain; charset=shift_jis; format=flowed; delsp=yes\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
    expect(await textOf(fields, body)).toBe('金曜日です');
  });
});

describe('the parts of a message', () => {
  const PART = '--b\r\nContent-Type: text/plain\r\n\r\nFine.\r\n';
  const MIXED = 'Content-Type: multipart/mixed; boundary=b\r\n';

  it.each([
    ['without a final boundary', `${MIXED}\r\n${PART}`],
    ['without a boundary in the field', `Content-Type: multipart/mixed\r\n\r\n${PART}--b--\r\n`],
    [
      'with a boundary in the field that never occurs',
      `Content-Type: multipart/mixed; boundary=other\r\n\r\n${PART}--b--\r\n`,
    ],
    ['without parts', `${MIXED}\r\nFine.\r\n`],
    ['without parts and with a final boundary', `${MIXED}\r\nFine.\r\n`],
    [
      'with two types, of which the second fits',
      `Content-Type: multipart/mixed; boundary=x\r\n${MIXED}\r\n${PART}--b--\r\n`,
    ],
    ['with two types, of which the first is none', `Content-Type: nonsense\r\n${MIXED}\r\n${PART}--b--\r\n`],
    ['with a preamble and an epilogue', `${MIXED}\r\nThis is MIME.\r\n${PART}--b--\r\nThis was MIME.\r\n`],
    ['with blanks behind the boundary', `${MIXED}\r\n--b \t\r\n\r\nFine.\r\n--b-- \r\n`],
    ['with a part that has no header section and no empty line', `${MIXED}\r\n--b\r\nFine.\r\n--b--\r\n`],
    [
      'encoded as a whole',
      `${MIXED}Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(`${PART}--b--\r\n`).toString('base64')}`,
    ],
    ['with a comment and quotes', `Content-Type: Multipart/Mixed; (x) Boundary="b" (y)\r\n\r\n${PART}--b--\r\n`],
    [
      'nested without an end',
      `${MIXED}\r\n--b\r\nContent-Type: multipart/mixed; boundary=bb\r\n\r\n--bb\r\n\r\nFine.\r\n--b--\r\n`,
    ],
    [
      'with a part that has fields and no empty line',
      `${MIXED}\r\n--b\r\nContent-Type: text/plain\r\nFine.\r\n--b--\r\n`,
    ],
    ['with bare line feeds', `${MIXED}\r\n${PART}--b--\r\n`.replaceAll('\r', '')],
    ['with a doubled carriage return', `${MIXED}\r\n${PART}--b--\r\n`.replaceAll('\r', '\r\r')],
    ['with a type that is none', 'Content-Type: text\r\n\r\nFine.'],
    ['with a folded type', 'Content-Type:\r\n text/plain;\r\n\tcharset=utf-8\r\n\r\nFine.'],
    ['with an unknown encoding', 'Content-Transfer-Encoding: x-none\r\n\r\nFine.'],
    ['with text that is only called base64', 'Content-Transfer-Encoding: base64\r\n\r\nFine.'],
    [
      'with base64 written oddly',
      `Content-Transfer-Encoding: BASE-64; x\r\n\r\n${Buffer.from('Fine.').toString('base64')}`,
    ],
    [
      'signed',
      `Content-Type: multipart/signed; boundary=b; protocol="application/pgp-signature"\r\n\r\n${PART}--b\r\nContent-Type: application/pgp-signature; name=signature.asc\r\n\r\nx\r\n--b--`,
    ],
    [
      'with text that is a file by its disposition only in name',
      'Content-Type: text/plain; name=body.txt\r\nContent-Disposition: inline\r\n\r\nFine.',
    ],
  ])('%s', async (_name, message) => {
    const { text, attachments } = await read(message);
    expect(text?.trim()).toBe('Fine.');
    expect(attachments).toEqual([]);
  });

  it.each([
    [
      'the text is empty',
      `--b\r\nContent-Type: text/plain\r\n\r\n \r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Fine.</p>\r\n--b--`,
    ],
    ['the text is missing', `--b\r\nContent-Type: text/html\r\n\r\n<p>Fine.</p>\r\n--b--`],
    [
      'the HTML is in a related part',
      `--b\r\nContent-Type: multipart/related; boundary=r\r\n\r\n--r\r\nContent-Type: text/html\r\n\r\n<p>Fine.</p>\r\n--r\r\nContent-Type: image/png\r\nContent-ID: <x@y>\r\n\r\nx\r\n--r--\r\n--b--`,
    ],
  ])('as alternatives of which %s', async (_name, body) => {
    const mail = await read(`Content-Type: multipart/alternative; boundary=b\r\n\r\n${body}`);
    expect(mail.html).toBe('<p>Fine.</p>');
    expect(mail.text).toBeUndefined();
  });

  it.each([
    ['in angle brackets', '"<root@x>"'],
    ['without them', '"root@x"'],
  ])('of a multipart/related begin with the one that start names (RFC 2387 §3.2), %s', async (_name, start) => {
    const mail = await read(
      `Content-Type: multipart/related; boundary=b; start=${start}; type="text/html"\r\n\r\n--b\r\nContent-Type: text/css\r\nContent-ID: <style@x>\r\n\r\np {}\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <root@x>\r\n\r\n<p>Fine.</p>\r\n--b--`,
    );
    expect(mail.html).toBe('<p>Fine.</p>');
    expect(mail.attachments).toMatchObject([{ mediaType: 'text/css' }]);
  });

  it('of a multipart/related begin with the first where start names none', async () => {
    const mail = await read(
      'Content-Type: multipart/related; boundary=b; start="<nobody@x>"\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <root@x>\r\n\r\n<p>Fine.</p>\r\n--b\r\nContent-Type: text/html\r\nContent-ID: <other@x>\r\n\r\n<p>Other.</p>\r\n--b--',
    );
    expect(mail.html).toBe('<p>Fine.</p>');
  });

  it('in a row are all read: text has a place in the HTML, and HTML alone is no part of the text', async () => {
    const mail = await read(
      `${MIXED}\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>One</p>\r\n--b\r\n\r\nTwo & <three>\r\n--b--`,
    );
    expect(mail.text).toBeUndefined();
    expect(mail.html).toBe('<p>One</p><br>\n<div>Two &amp; &lt;three&gt;</div>');
  });

  it('in a row that say the same are forms of one', async () => {
    const mail = await read(
      `${MIXED}\r\n--b\r\n\r\nSee you on Friday\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>See <b>you</b> on Friday</p>\r\n--b--`,
    );
    expect(mail).toMatchObject({ text: 'See you on Friday', html: '<p>See <b>you</b> on Friday</p>' });
  });

  it('that a person forwards are files, with what they hold', async () => {
    const inner = 'From: eve@example.test\r\nSubject: Old\r\n\r\nNot mine.';
    const mail = await read(`${MIXED}\r\n${PART}--b\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--b--`);
    expect(mail.text).toBe('Fine.');
    expect(mail.attachments).toMatchObject([{ mediaType: 'message/rfc822', sizeBytes: inner.length }]);
  });

  it('of a digest are messages', async () => {
    const mail = await read(
      'Content-Type: multipart/digest; boundary=b\r\n\r\n--b\r\n\r\nSubject: x\r\n\r\nNot mine.\r\n--b--',
    );
    expect(mail.text).toBeUndefined();
    expect(mail.attachments).toMatchObject([{ mediaType: 'message/rfc822' }]);
  });

  it.each([
    ['alone', 'Content-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR'],
    [
      'beside an empty text',
      `Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n\r\n\r\n--b\r\nContent-Type: text/calendar; method=REPLY\r\n\r\nBEGIN:VCALENDAR\r\n--b--`,
    ],
  ])('that accept an invitation have no text: %s', async (_name, message) => {
    const mail = await read(message);
    expect(mail).not.toHaveProperty('text');
    expect(mail).not.toHaveProperty('html');
    expect(mail.attachments).toMatchObject([{ mediaType: 'text/calendar' }]);
  });

  it('under two types are what the type says whose boundary occurs', async () => {
    const types =
      'Content-Type: multipart/mixed; boundary=x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n';
    const mail = await read(`${types}${PART}--b\r\nContent-Type: text/html\r\n\r\n<p>Else.</p>\r\n--b--`);
    expect(mail).toMatchObject({ text: 'Fine.', html: '<p>Else.</p>' });
  });

  it('that are files only called base64 keep their octets', async () => {
    const file = 'Content-Type: text/csv; name=a.csv\r\nContent-Transfer-Encoding: base64\r\n\r\na;b';
    expect((await read(`${MIXED}\r\n${PART}--b\r\n${file}\r\n--b--`)).attachments).toMatchObject([{ sizeBytes: 3 }]);
  });

  it('that are called attachments and have no name are words where there are no others', async () => {
    const part = 'Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nFine.';
    expect((await read(part)).text).toBe('Fine.');
    expect((await read(`${MIXED}\r\n--b\r\n\r\nAbove.\r\n--b\r\n${part}\r\n--b--`)).text).toBe('Above.');
  });

  it('of a kind of text that nobody knows are words where there are no others (RFC 2046 §4.1.4)', async () => {
    const part = 'Content-Type: text/x-new; charset=utf-8\r\n\r\nFine.';
    expect((await read(part)).text).toBe('Fine.');
    expect((await read(`${MIXED}\r\n--b\r\n\r\nAbove.\r\n--b\r\n${part}\r\n--b--`)).text).toBe('Above.');
    for (const type of ['calendar', 'vcard', 'csv', 'x-amp-html'])
      expect((await read(`Content-Type: text/${type}\r\n\r\nFine.`)).text).toBeUndefined();
  });

  it('that have a name behind the text are files', async () => {
    const mail = await read(
      `${MIXED}\r\n${PART}--b\r\nContent-Type: text/plain; name="=?gb2312?B?1tzO5S50eHQ=?="\r\n\r\nnotes\r\n--b--`,
    );
    expect(mail).toMatchObject({ text: 'Fine.', attachments: [{ filename: '周五.txt', sizeBytes: 5 }] });
  });

  it('of a list that adds plain text to base64', async () => {
    const fields = 'Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n';
    const body = Buffer.from('Grüße.').toString('base64');
    expect(await textOf(fields, `${body}\r\n_____\r\nA list\r\n`)).toBe('Grüße.\n_____\nA list');
  });

  it('cut anywhere in the text or in the last boundary', async () => {
    const message = octets(
      HEAD,
      `${MIXED}\r\n--b\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n${Buffer.from('Fine, we ship it.').toString('base64')}\r\n--b--\r\n`,
    );
    for (let length = message.indexOf('base64') + 10; length <= message.length; length += 1) {
      const { text = '', attachments } = await readMessage(message.subarray(0, length));
      expect('Fine, we ship it.'.startsWith(text.trim().slice(0, 16))).toBe(true);
      expect(attachments).toEqual([]);
    }
  });
});

describe('text', () => {
  it('with a file in it (uuencode) is apart from the file', async () => {
    const mail = await read('\r\nSee below.\r\nbegin 644 notes.txt\r\n#0V%T\r\n`\r\nend\r\nBob');
    expect(mail).toMatchObject({
      text: 'See below.\nBob',
      attachments: [{ filename: 'notes.txt', mediaType: 'text/plain', sizeBytes: 3 }],
    });
  });

  it('that only has the word begin is whole', async () => {
    expect(await textOf('\r\nbegin 644 words\r\nWe begin on Friday.\r\nend')).toBe(
      'begin 644 words\nWe begin on Friday.\nend',
    );
  });

  it.each(['<!DOCTYPE html><p>Fine.</p>', '<html><body>Fine.</body></html>', ' <div>Fine.</div>\r\n'])(
    'that is HTML is HTML: %s',
    async (html) => {
      const mail = await read(`Content-Type: text/plain\r\n\r\n${html}`);
      expect(mail.html?.trim()).toBe(html.trim());
      expect(mail.text).toBeUndefined();
    },
  );

  it('about HTML is text', async () => {
    expect(await textOf('\r\n<div> is what we need there.')).toBe('<div> is what we need there.');
  });

  it('that is called HTML and has no tag keeps its lines', async () => {
    expect(await textOf('Content-Type: text/html\r\n\r\nFine.\r\nBob')).toBe('Fine.\nBob');
  });

  it('in text/enriched loses its commands', async () => {
    const body = '<bold>Friday</bold> is\r\nfine.\r\n\r\n<color><param>red</param>1 << 2</color>';
    expect(await textOf(`Content-Type: text/enriched\r\n\r\n${body}`)).toBe('Friday is fine.\n1 < 2');
  });

  it('loses what cannot be seen, and keeps what spells words', async () => {
    const body = Buffer.from(
      'Fri\u200bday\u00a0is\u202e fine\u2060. \u05d0\u200f \u0645\u06cc\u200c\u0634\u0648\u062f 👩\u200d💻',
    );
    expect(await textOf('Content-Type: text/plain; charset=utf-8\r\n\r\n', body)).toBe(
      'Friday is fine. \u05d0\u200f \u0645\u06cc\u200c\u0634\u0648\u062f 👩\u200d💻',
    );
  });
});

describe('a message that went through something', () => {
  const MESSAGE = `${HEAD}Message-ID: <1@example.test>\r\n\r\nFine.\r\nBob\r\n`;
  it.each<[string, string | Buffer]>([
    ['an export of a mailbox', `From bob@example.test Tue Jan 16 09:52:00 2024\r\n${MESSAGE}`],
    ['an export of an export', `\r\n>From bob@example.test Tue Jan 16 09:52:00 2024\r\n${MESSAGE}`],
    ['an editor that marks the byte order', octets(Buffer.from('\ufeff'), MESSAGE)],
    ['a gateway that puts empty lines first', `\r\n\n\r\n${MESSAGE}`],
    ['a program that ends lines with CR', MESSAGE.replaceAll('\n', '')],
    ['a program that ends lines with LF', MESSAGE.replaceAll('\r', '')],
    ['a gateway that doubles CR', MESSAGE.replaceAll('\r', '\r\r')],
    ['a server that writes a line which is no field', MESSAGE.replace('Message-ID', 'an odd line\r\nMessage-ID')],
    ['a program with blanks before the colon', MESSAGE.replace('Message-ID:', 'Message-ID :')],
  ])('is read: %s', async (_name, message) => {
    const mail = await readMessage(Buffer.isBuffer(message) ? message : Buffer.from(message));
    expect(mail).toMatchObject({ messageId: '1@example.test', subject: 'Re: Release' });
    expect(mail.text?.trim()).toBe('Fine.\nBob');
  });

  it('keeps words of a field that stood across two, cut within a character', async () => {
    const [start, end] = [Buffer.from('金曜日').subarray(0, 4), Buffer.from('金曜日').subarray(4)];
    const subject = `=?utf-8?B?${start.toString('base64')}?=\r\n =?UTF-8?B?${end.toString('base64')}?= ok`;
    expect((await readMessage(Buffer.from(`Subject: ${subject}\r\n\r\nx`))).subject).toBe('金曜日 ok');
  });

  it('has no address that was a name: words are decoded after the structure is read', async () => {
    const name = Buffer.from('Bob <eve@evil.test>, x').toString('base64');
    const mail = await readMessage(Buffer.from(`From: =?gb2312?B?${name}?= <bob@example.test>\r\n\r\nx`));
    expect(mail.from.map(({ address }) => address)).toEqual(['bob@example.test']);
  });
});
