import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extractReply } from './extract-reply.js';

const SENT = ['Who brings the ladder?', 'Who brings the paint?', 'Shall we meet at eight in front of the house?'];
const sent = { text: SENT.join('\n') };
const quoted = SENT.map((line) => `> ${line}`);
const read = (lines: readonly string[], known = true) =>
  extractReply({ mail: { text: lines.join('\n') }, ...(known && { sent }) });

describe('an answer between the lines', () => {
  it.each([true, false])('comes with the line it answers (sent mail known: %s)', (known) => {
    const lines = [quoted[0]!, 'I do.', '', quoted[1]!, 'Ada does.', quoted[2]!];
    expect(read(lines, known).answers).toEqual([
      { quoted: SENT[0], text: 'I do.' },
      { quoted: SENT[1], text: 'Ada does.' },
    ]);
  });

  it('may follow a greeting, which answers nothing', () => {
    expect(read(['Hello!', '', quoted[0]!, '', 'I do.', '', quoted[1]!, quoted[2]!]).answers).toEqual([
      { quoted: '', text: 'Hello!' },
      { quoted: SENT[0], text: 'I do.' },
    ]);
  });

  it('comes with the whole paragraph where that was wrapped', () => {
    const wrapped = ['> Shall we meet at eight', '> in front of the house?', 'Nine.', ...quoted.slice(0, 2)];
    expect(read(wrapped).answers).toEqual([{ quoted: SENT[2], text: 'Nine.' }]);
  });

  it.each([
    ['above', ['Fine.', '', ...quoted]],
    ['below', [...quoted, '', 'Fine.']],
  ])('is none where it all stands %s the quote', (_where, lines) => {
    expect(read(lines)).toMatchObject({ text: 'Fine.', answers: [] });
  });

  it('may be in words of what it answers', () => {
    const lines = [quoted[2]!, 'at eight in front of the house', '', quoted[0]!, 'I do.', quoted[1]!];
    expect(read(lines).answers).toEqual([
      { quoted: SENT[2], text: 'at eight in front of the house' },
      { quoted: SENT[0], text: 'I do.' },
    ]);
    const below = ['Fine.', '', ...quoted, '', 'At eight in front of the house.'];
    expect(read(below).text).toBe('Fine.\n\nAt eight in front of the house.');
    const question = '来週の会議は火曜日でよろしいですか。';
    const text = `> ${question}\n火曜日でよろしいです。\n> 資料は誰が準備しますか。\n私です。`;
    const sent = { text: `${question}\n資料は誰が準備しますか。` };
    expect(extractReply({ mail: { text }, sent }).text).toBe('火曜日でよろしいです。\n\n私です。');
  });

  it('may be in words of what it answers between the quotes that a client marks', () => {
    const html = `<blockquote type="cite">${SENT[2]}</blockquote><div>at eight in front of the house</div><blockquote type="cite">${SENT[0]}</blockquote><div>I do.</div>`;
    expect(extractReply({ mail: { html }, sent }).text).toBe('at eight in front of the house\n\nI do.');
  });

  it('is none where a line was wrapped on its way, or has lost its sign', () => {
    const wrapped = [
      '> Who brings the',
      'ladder?',
      '> Who brings the paint?',
      '> Shall we meet at eight in front of',
      'the house?',
    ];
    expect(read(['Fine.', '', ...wrapped]).text).toBe('Fine.');
    expect(read(['Fine.', '', quoted[0]!, SENT[1]!, quoted[2]!]).text).toBe('Fine.');
    expect(read(['Fine.', '', SENT[1]!, quoted[2]!]).text).toBe('Fine.');
  });

  it('may stand behind one more sign, as who answers puts it there', () => {
    const lines = [quoted[0]!, '>> I do, if nobody else does', quoted[1]!, '>> Ada does', quoted[2]!];
    expect(read(lines).text).toBe('I do, if nobody else does\n\nAda does');
  });

  it.each(['[image: Logo]', '[cid:image001.png@01DA]'])(
    'is none where a client has put %s for a picture',
    (picture) => {
      expect(read(['Fine.', '', quoted[0]!, `> ${picture}`, ...quoted.slice(1)])).toMatchObject({ text: 'Fine.' });
    },
  );

  it('is parted from the next by one blank line, whatever was taken away between them', () => {
    const lines = ['Fine.', '', '>', '-- ', quoted[0]!, 'Not me.'];
    expect(read(lines, false).text).toBe('Fine.\n\nNot me.');
  });

  it('is all of the text again, in order', () => {
    const line = fc.oneof(fc.constantFrom(...quoted, ...SENT, '', '>', 'Fine.', 'Not me, sorry.', '-- ', 'Regards,'));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.boolean(), (lines, known) => {
        const { text, answers } = read(lines, known);
        if (answers.length > 0) expect(answers.map((one) => one.text).join('\n\n')).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});
