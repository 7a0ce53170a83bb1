import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const SENT = [
  'Please type your reply above this line',
  'Who brings the ladder?',
  'Who brings the paint?',
  'Shall we meet at eight in front of the house?',
];
const sent = { text: SENT.join('\n') };
const quote = (lines: readonly string[]): string => lines.map((line) => `> ${line}`.trimEnd()).join('\n');
const read = (quoted: readonly string[]): string =>
  extractReply({ mail: { text: `I do.\n\nBob wrote:\n${quote(quoted)}\n` }, sent }).text;

describe('a banner that a gateway put into our mail', () => {
  it.each([
    [
      'with a known beginning, wrapped',
      [
        'CAUTION: This email originated from outside of the organization. Do not',
        'click links or open attachments unless you recognize the sender.',
      ],
    ],
    [
      'sentence by sentence',
      ['CAUTION: This email originated from outside.', 'Do not click links unless you trust the sender.'],
    ],
    ['in brackets', ['[External mail: be careful]']],
    ['in German', ['Achtung: Diese Nachricht kommt von einem Absender außerhalb der Firma.']],
    ['in French', ['Attention : pièces jointes à ouvrir avec prudence.']],
  ])('is not the answer: %s', (_name, banner) => {
    expect(read([...banner, '', ...SENT])).toBe('I do.');
    expect(read([...banner, ...SENT])).toBe('I do.');
  });

  it.each([
    ['This message was scanned by MailGuard.'],
    ['Dieses Mal: gescannt'],
    ['Diese E-Mail wurde auf Viren geprüft.'],
  ])('is told from words by what it says: %s', (line) => {
    const isBanner = !line.startsWith('Dieses Mal');
    expect(read([...SENT, '', line])).toBe(isBanner ? 'I do.' : `I do.\n\n${line}`);
  });
});

describe('what a person types as deep as the quote', () => {
  it.each([
    ['below a banner that is over', ['[External]', 'Fine with me.', ...SENT]],
    [
      'below a banner on one long line',
      [`CAUTION: This email originated ${'far '.repeat(30)}away.`, 'Fine with me.', ...SENT],
    ],
    ['below our mail', [...SENT, '', 'Fine with me.']],
  ])('is posted %s', (_name, lines) => {
    expect(read(lines)).toBe('I do.\n\nFine with me.');
  });

  it.each([
    'I scanned this message for a virus.',
    'Is this mail external?',
    'This mail I had scanned.',
    'The virus is gone.',
  ])('is posted although it speaks of what banners speak of: %s', (line) => {
    expect(read([...SENT, '', line])).toBe(`I do.\n\n${line}`);
  });

  it('is posted between the marks of a banner, where it stands outside of the quote', () => {
    const [start, end] = ['ZjQcmQRYFpfptBannerStart', 'ZjQcmQRYFpfptBannerEnd'];
    const marked = `${quote([start, 'This Message Is From an External Sender'])}\nFine with me.\n${quote([end])}`;
    const { text } = extractReply({ mail: { text: `I do.\n\nBob wrote:\n${marked}\n${quote(SENT)}\n` }, sent });
    expect(text).toBe('I do.\n\nFine with me.');
  });

  it('is posted between our lines, whatever it says', () => {
    const line = 'This message was scanned by Eve.';
    expect(read([...SENT.slice(0, 2), line, ...SENT.slice(2)])).toBe(`I do.\n\n${line}`);
  });
});

describe('the link that our mail has for its reader alone', () => {
  const link = (token: string): string => `http://localhost:3001/unsubscribe/${token}`;
  const known = { text: `${sent.text}\n\nUnsubscribe here\n` };
  const answer = (line: string): string =>
    extractReply({ mail: { text: `I do.\n\n${quote([...SENT, '', 'Unsubscribe here', line])}\n` }, sent: known }).text;

  it('is not the answer', () => {
    expect(answer(link('Ab3-_'.repeat(9).slice(0, 44)))).toBe('I do.');
  });

  it.each([link('manual'), 'https://example.com/ladders'])(
    'is told from a link that somebody put there: %s',
    (other) => {
      expect(answer(other)).toBe(`I do.\n\n${other}`);
    },
  );
});
