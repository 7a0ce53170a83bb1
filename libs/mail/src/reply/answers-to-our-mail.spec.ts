import { describe, expect, it } from '@jest/globals';
import { PROMPT } from '../facts/prompt.js';
import { extractReply } from './extract-reply.js';

const LINES = [
  PROMPT,
  '',
  'Alice Example mentioned you in Release 4.2:',
  '',
  '@bob can we ship on Friday, or do we wait for the translation?',
  '',
  'The database change needs a maintenance window of 20 minutes.',
];
const sent = {
  text: LINES.join('\n'),
  subject: 'Alice Example mentioned you in Release 4.2',
  from: 'Replyline <r@example.test>',
};
const ATTRIBUTION = 'On Mon, Jan 15, 2024 at 2:30 PM Replyline <r@example.test> wrote:';
const HEADER = [
  'From: Replyline <r@example.test>',
  'Sent: Monday, January 15, 2024 2:30 PM',
  'To: Bob <bob@example.test>',
  `Subject: ${sent.subject}`,
];
const read = (mail: { text?: string; html?: string }) => extractReply({ mail, sent });
const textOf = (text: string): string => read({ text }).text;
const quoted = (lines: readonly string[], prefix = '> '): string =>
  lines.map((line) => (prefix + line).trimEnd()).join('\n');

describe('the header above our mail', () => {
  it.each([
    ['one field more', ['Importance: High']],
    ['two, in another language', ['Kategorien: Rote Kategorie', 'Wichtigkeit: Hoch']],
    ['one that says what it is about', [`Ogg: ${sent.subject}`]],
  ])('ends below %s', (_name, further) => {
    expect(textOf(`Ship it.\n\n${[...HEADER, ...further].join('\n')}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
  });

  it('is over where the person goes on', () => {
    const typed = `${HEADER.join('\n')}\n\nNote: ship it.\n\n${LINES.join('\n')}`;
    expect(textOf(typed)).toBe('Note: ship it.');
  });

  it('begins below a line of the person that looks like one of its fields', () => {
    const text = 'Friday is fine.\nDate: the 25th is fine too.';
    expect(textOf(`${text}\n\n${HEADER.join('\n')}\n\n${LINES.join('\n')}`)).toBe(text);
  });

  it('is a header too where a blank line stands behind each field, or another header below it', () => {
    expect(textOf(`Ship it.\n\n${HEADER.join('\n\n')}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
    const twice = [...HEADER, '', ...HEADER].join('\n');
    expect(textOf(`Ship it.\n\n${twice}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
  });
});
