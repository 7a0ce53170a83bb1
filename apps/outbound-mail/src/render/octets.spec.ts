import { describe, expect, it } from '@jest/globals';
import type { Charset } from '@replyline/contracts';
import { EXAMPLES } from './examples.js';
import { composed, letterOf, message } from './message.js';
import { octetsOf } from './octets.js';
import { LANGUAGES } from './phrases/languages.js';
import { readerOf } from './reader.js';
import { render } from './render.js';

const ID = 'token@example.test';
const AUTO = 'auto-generated' as const;
const CHARSETS: readonly Charset[] = ['utf-8', 'iso-8859-1', 'iso-2022-jp'];

/** One of each kind, in each language, in some encodings. */
const mails = EXAMPLES.flatMap((request) =>
  LANGUAGES.flatMap((language) =>
    CHARSETS.map((charset) => {
      const purpose = request.kind === 'mention' ? ('reply' as const) : ('no-reply' as const);
      const reader = readerOf({ locale: language, timeZone: 'Europe/Berlin' });
      const words = render(request, { purpose, reader, reviewUrl: () => 'https://replies.example/1?a=b' });
      const to = { name: 'Łukasz „Bob“ Example, Jr.', address: 'bob@example.test' };
      const rest = { date: '2026-03-01T12:00:00.000Z', references: ['root@example.test', ID], autoSubmitted: AUTO };
      const replyTo = 'replies+0123456789abcdef@example.test';
      const unsubscribeUrl = `https://mail.example.test/${'a-long-path/'.repeat(9)}`;
      const list = { topic: 'orders', id: 'orders.example.test', unsubscribeUrl };
      const from = { address: 'desk@example.test', name: 'Réplique', charset };
      return { mail: { to, ...words, ...rest, replyTo, list }, from };
    }),
  ),
);

describe('a mail made at once', () => {
  it('is octet by octet the one that the streams of nodemailer make', async () => {
    for (const { mail, from } of mails) {
      const letter = letterOf(mail, ID, from);
      const streamed = await composed(letter, []).build();
      expect(octetsOf(letter).toString('latin1')).toBe(streamed.toString('latin1'));
    }
  });

  it.each([
    ['is empty', ''],
    ['is one line without an end', 'Hello'],
    ['ends in spaces', 'Hello \t  '],
    ['has dots, bare line ends and trailing spaces', '.\n..\r\n. \n \r\na \n'],
    ['has long lines of many octets', `${'日本語 ü 🎉 '.repeat(400)}\n${'x'.repeat(3_000)}`],
    ['looks like the end of its part', '----_NmP-token-Part_1\r\n----_NmP-token-Part_1--\r\n'],
  ])('is so too where its text %s', async (_what, text) => {
    const { mail, from } = mails[0]!;
    const octets = await message({ ...mail, text }, ID, from);
    expect(octets.toString()).toBe((await composed(letterOf({ ...mail, text }, ID, from), []).build()).toString());
  });

  it('is left to nodemailer where it has files', async () => {
    const { mail, from } = mails[0]!;
    const files = [{ filename: 'a.bin', mediaType: 'application/octet-stream', content: Buffer.from([0, 10, 255]) }];
    expect((await message(mail, ID, from, files)).toString()).toContain('AAr/');
  });
});
