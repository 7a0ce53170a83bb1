import { deflateSync } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCms } from './cms.js';
import { decodedText } from './charset.js';
import { charsetOf } from './charset-label.js';
import { transferDecoded } from './transfer-encoding.js';
import { unflowed } from './flowed.js';
import { unarmoured } from './open-pgp.js';
import { readMessage } from './read-message.js';
import { readTnef } from './tnef/tnef.js';
import { LINEAR_SECONDS, processorSeconds } from '../testing/processor-seconds.js';
import { binary, literalRtf, string8, tnef, unicode } from '../testing/tnef-writer.js';
import { withoutUuencode } from './uuencode.js';

/** Another seed each time; to repeat one, it is set. */
const SEED = Number(process.env.FUZZ_SEED ?? Date.now() % 2 ** 31);
const RUNS = { seed: SEED, numRuns: 400 } as const;

const RTF = Buffer.from(
  "{\\rtf1\\ansi\\fromhtml1{\\fonttbl{\\f0\\fcharset134 A;}}{\\*\\htmltag19 <p>}\\htmlrtf x\\htmlrtf0 \\'c4\\'e3\\u21608 ?}",
);
const SIGNED = cms('2a864886f70d010702', [
  Buffer.from('020100', 'hex'),
  Buffer.from('3100', 'hex'),
  content(Buffer.from('\r\nFine.')),
]);
const SOURCES: readonly (readonly [type: string, octets: Buffer])[] = [
  [
    'application/ms-tnef',
    tnef(936, [unicode(0x8001, 'x'), string8(0x1000, Buffer.from('Fine.')), binary(0x1009, literalRtf(RTF))], {
      files: [{ filename: 'a.txt', content: Buffer.from('abc') }],
    }),
  ],
  ['application/pkcs7-mime', SIGNED],
  [
    'text/plain; format=flowed; delsp=yes; charset=gb2312',
    Buffer.from('-----BEGIN PGP SIGNED MESSAGE-----\n\n> a \n b \nbegin 644 x\n#86)C\nend\n\x1b$B6b\x1b(B'),
  ],
  ['multipart/mixed; boundary=b', Buffer.from('--b\nContent-Type: text/enriched\n\n<b>x</b>\n--b\n\ny\n--b--')],
];

/** The octets with some of them changed, taken away or repeated. */
const damaged = (octets: Buffer): fc.Arbitrary<Buffer> =>
  fc
    .array(fc.tuple(fc.nat(octets.length - 1), fc.nat(255), fc.constantFrom('set', 'cut', 'repeat')), { maxLength: 6 })
    .map((changes) =>
      changes.reduce((it, [at, value, kind]) => {
        if (kind === 'set') return Buffer.concat([it.subarray(0, at), Buffer.from([value]), it.subarray(at + 1)]);
        if (kind === 'cut') return Buffer.concat([it.subarray(0, at), it.subarray(at + value)]);
        return Buffer.concat([it.subarray(0, at), it.subarray(Math.max(0, at - value), at), it.subarray(at)]);
      }, octets),
    );

const message = (type: string, octets: Buffer): Buffer =>
  Buffer.from(
    `From: b@example.test\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n\r\n${octets.toString('base64')}`,
  );

const within = async (work: () => unknown): Promise<void> =>
  expect(await processorSeconds(work)).toBeLessThan(LINEAR_SECONDS);

describe(`readers of what strangers wrap, with the seed ${SEED}`, () => {
  it.each(SOURCES)('read a damaged %s', async (type, octets) => {
    await fc.assert(
      fc.asyncProperty(damaged(octets), async (it) => {
        const mail = await readMessage(message(type, it));
        expect(mail.from).toHaveLength(1);
      }),
      RUNS,
    );
  });

  it('take no boundary that is longer than any', async () => {
    const boundary = '-'.repeat(60_000);
    const raw = `From: b@example.test\r\nContent-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${'-'.repeat(300_000)}`;
    await within(() => readMessage(Buffer.from(raw)));
  });

  it('read any octets as any charset, and lose no ASCII of it', () => {
    const labels = fc.constantFrom(
      '',
      'utf-8',
      'gb2312',
      'ks_c_5601-1987',
      'iso-2022-jp',
      'hz',
      'utf-16',
      'x',
      'windows-1252',
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), labels, (octets, label) => {
        expect(typeof decodedText(Buffer.from(octets), label, ['koi8-r'])).toBe('string');
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const plain = text.replace(/^\ufeff/, '').replace(/[\u0080-\u009f\u001b]/g, '');
        const meant = plain.startsWith('\ufeff') ? plain.slice(1) : plain;
        // Its letters may be composed, which is the same text (UAX #15).
        expect(decodedText(Buffer.from(plain), 'utf-8').normalize('NFD')).toBe(meant.normalize('NFD'));
      }),
      RUNS,
    );
  });

  it('find a charset for any label, or none', () => {
    fc.assert(
      fc.property(fc.string(), (label) => ['string', 'undefined'].includes(typeof charsetOf(label))),
      RUNS,
    );
  });

  it('lose no letter of flowed or plain text, and decode what they encoded', () => {
    const lines = fc
      .array(fc.constantFrom('a ', ' b', '> c', '>> d ', '-- ', '', 'begin 644 x', 'end', 'From here', '- e'))
      .map((all) => all.join('\n'));
    const letters = (text: string): string => text.replace(/[^a-zA-Z0-9]/g, '');
    fc.assert(
      fc.property(lines, fc.boolean(), (text, isDeleted) => {
        expect(letters(unflowed(text, isDeleted))).toBe(letters(text));
        expect(letters(unarmoured(text).text)).toBe(letters(text));
        const { text: kept, files } = withoutUuencode(text);
        expect(files.length > 0 || letters(kept) === letters(text)).toBe(true);
      }),
      RUNS,
    );
    fc.assert(
      fc.property(fc.uint8Array(), (octets) => {
        const encoded = Buffer.from(Buffer.from(octets).toString('base64'));
        expect([...transferDecoded(encoded, 'base64')]).toEqual([...octets]);
      }),
      RUNS,
    );
  });

  const inflated = cms('2a864886f70d0109100109', [
    Buffer.from('020100', 'hex'),
    content(deflateSync(Buffer.concat([Buffer.from('\r\n'), Buffer.alloc(15_000_000, 'a ')]))),
  ]);
  const nested = Array.from({ length: 50 }).reduce<Buffer>(
    (inner) =>
      Buffer.concat([
        Buffer.from('Content-Type: application/pkcs7-mime\r\n\r\n'),
        cms('2a864886f70d010702', [content(inner)]),
      ]),
    Buffer.from('\r\nFine.'),
  );
  it.each<[string, Buffer]>([
    ['compressed data that is a thousand times as long', message('application/pkcs7-mime', inflated)],
    ['signed data in signed data, fifty times', Buffer.concat([Buffer.from('From: b@example.test\r\n'), nested])],
    [
      'a megabyte of elements without an end',
      message('application/pkcs7-mime', Buffer.alloc(1_000_000, Buffer.from('3080', 'hex'))),
    ],
    [
      'a megabyte of elements without content',
      message(
        'application/pkcs7-mime',
        Buffer.concat([Buffer.from('3080', 'hex'), Buffer.alloc(1_000_000, Buffer.from('0500', 'hex'))]),
      ),
    ],
    [
      'a megabyte of attributes without content',
      message('application/ms-tnef', Buffer.concat([tnef(0, []).subarray(0, 6), Buffer.alloc(1_000_000)])),
    ],
    [
      'a megabyte of RTF groups',
      message(
        'application/ms-tnef',
        tnef(0, [binary(0x1009, literalRtf(Buffer.from(`{\\rtf1${'{}'.repeat(500_000)}`)))]),
      ),
    ],
    [
      'a megabyte of RTF fonts',
      message(
        'application/ms-tnef',
        tnef(0, [binary(0x1009, literalRtf(Buffer.from(`{\\rtf1{\\fonttbl${'\\f1\\fcharset134'.repeat(60_000)}`)))]),
      ),
    ],
    [
      'a megabyte of armour',
      Buffer.from(`From: b@example.test\r\n\r\n${'-----BEGIN PGP SIGNED MESSAGE-----\n'.repeat(30_000)}`),
    ],
    [
      'a megabyte of encrypted armour',
      Buffer.from(`From: b@example.test\r\n\r\n${'-----BEGIN PGP MESSAGE-----\n'.repeat(36_000)}`),
    ],
    ['a megabyte of begin', Buffer.from(`From: b@example.test\r\n\r\n${'begin 644 x\n'.repeat(83_000)}`)],
    [
      'ten thousand nested multiparts',
      Buffer.from(
        `From: b@example.test\r\n${Array.from({ length: 10_000 }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join('')}x`,
      ),
    ],
    [
      'a megabyte of encoded words',
      Buffer.from(`From: b@example.test\r\nSubject: ${'=?a?q?'.repeat(170_000)}\r\n\r\nx`),
    ],
    [
      'a megabyte of high octets',
      Buffer.concat([Buffer.from('From: b@example.test\r\n\r\n'), Buffer.alloc(1_000_000, 0xc4)]),
    ],
  ])('end within their limits on %s', async (_name, raw) => {
    await within(async () => expect((await readMessage(raw)).from).toHaveLength(1));
  });

  it('take no more addresses from many fields than from one', async () => {
    const fields = ['To', 'Cc', 'Delivered-To'].map((name) => `${name}: "A, B" <a@example.test>\r\n`.repeat(3_000));
    const { to, cc, deliveredTo } = await readMessage(Buffer.from(`From: b@example.test\r\n${fields.join('')}\r\nhi`));
    expect([to.length, cc.length, deliveredTo.length]).toEqual([200, 200, 200]);
  });

  it('take as many files out of text as a person may have written into it, and lose none', async () => {
    const text = 'begin 644 notes.txt\n#86)C\n`\nend\n'.repeat(20_000);
    const mail = await readMessage(Buffer.from(`From: b@example.test\r\n\r\n${text}`));
    expect(mail.attachments).toHaveLength(100);
    expect(mail.text?.match(/^#86\)C$/gm)).toHaveLength(19_900);
  });

  it('do not read a message whose envelopes hold too much', async () => {
    const part = `--b\r\nContent-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n${inflated.toString('base64')}\r\n`;
    const raw = Buffer.from(
      `From: b@example.test\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${part.repeat(6)}`,
    );
    await within(() => expect(readMessage(raw)).rejects.toMatchObject({ code: 'mail.unreadable' }));
  });

  it('know nothing of octets that are neither', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (octets) => {
        expect(readTnef(Buffer.from(octets))).toBeUndefined();
        expect(readCms(Buffer.from(octets))).toBeUndefined();
      }),
      RUNS,
    );
  });
});

function element(tag: number, ...pieces: readonly Buffer[]): Buffer {
  const inner = Buffer.concat(pieces);
  const length = Buffer.alloc(5, 0x84);
  length.writeUInt32BE(inner.length, 1);
  return Buffer.concat([Buffer.from([tag]), length, inner]);
}
function content(octets: Buffer): Buffer {
  return element(0x30, element(0x06, Buffer.from('2a864886f70d010701', 'hex')), element(0xa0, element(0x04, octets)));
}
function cms(oid: string, pieces: readonly Buffer[]): Buffer {
  return element(0x30, element(0x06, Buffer.from(oid, 'hex')), element(0xa0, element(0x30, ...pieces)));
}
