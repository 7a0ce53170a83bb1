import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { extractReply, readMessage } from './reading.js';
import type { InboundMail, SentMail } from './index.js';

interface Case {
  readonly file: string;
  readonly text: string;
  readonly from: InboundMail['from'];
  readonly expected: string;
  readonly sent?: SentMail;
}

const CORPUS = new URL('../../../corpus/', import.meta.url);
const bytes = (file: string): Buffer => readFileSync(new URL(file, CORPUS));
const cases: Case[] = [];

beforeAll(async () => {
  for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))) {
    const { reply, sent: sentFile } = JSON.parse(String(bytes(file.replace(/\.eml$/, '.expected.json')))) as {
      reply?: { text: string };
      sent?: string;
    };
    const { text, html, from } = await readMessage(bytes(file));
    if (!reply || text === undefined || html !== undefined) continue;
    const sent = sentFile === undefined ? undefined : await readMessage(bytes(sentFile));
    const known = sent && { text: sent.text ?? '', subject: sent.subject, from: 'Replyline <replies@example.test>' };
    cases.push({ file, text, from, expected: reply.text, ...(known && { sent: known }) });
  }
});

/** What is said, whatever happened to spaces and marks. */
const said = (text: string): string =>
  text
    .replace(/[\u200b\u200e\u200f\u202b\u202c\ufeff]/g, '')
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .trim();

const NOTICE =
  'This email and any attachments are confidential and intended solely for the addressee. ' +
  'If you are not the intended recipient, please notify the sender and delete it.';

/** What ways do to a text, and the cases of the corpus that it makes something else of, because they are about just that. */
const WAYS: readonly (readonly [name: string, change: (text: string) => string, except: RegExp])[] = [
  ['line ends of two characters', (text) => text.replace(/\n/g, '\r\n'), /^$/],
  ['spaces at the ends of lines', (text) => text.replace(/$/gm, '  '), /^$/],
  ['no-break spaces', (text) => text.replace(/(?<=\S) (?=\S)/g, '\u00a0'), /-on-one-line-|^line-ends-lost-/],
  ['a byte order mark', (text) => `\ufeff${text}`, /^$/],
  ['letters whose accents stand apart', (text) => text.normalize('NFD'), /^$/],
  ['a mark of direction before each line', (text) => text.replace(/^(?=\S)/gm, '\u200f'), /-mbox|^line-ends-doubled-/],
  ['a mark of direction behind each line', (text) => text.replace(/(?<=\S)$/gm, '\u200f'), /^quote-prefix-|-doubled-/],
  [
    'marks of direction around each line, as Gmail puts them around Hebrew',
    (text) => text.replace(/^((?:> ?)*)([^>\s].*)$/gm, '$1\u202b$2\u202c\u200e'),
    /initials|-with-a-name|-mbox|^groupwise/,
  ],
  ['a notice below', (text) => `${text.trimEnd()}\n\n${NOTICE}\n`, /^$/],
  ['a banner above', (text) => `[EXTERNAL EMAIL] Do not click links unless you know the sender.\n\n${text}`, /^$/],
];

/** What these are about stands in one line, in marks that are not known to be signs, or in words that nobody has listed. */
const SENSITIVE_TO_WIDTH =
  /^(?:abv-|device-line-of-blackberry-and|forward-with-a-comment-of-apple|header-block-in-a-language-nobody|line-ends-|new-sender-.*-french|quote-prefix-with|samsung-header-on-one|yahoo-app-quote)/;

/** A server that wraps knows nothing of quotes. */
function wrapped(text: string): string {
  const rows = text.split('\n').flatMap((line) => {
    const made = [''];
    for (const word of line.split(' ')) {
      const row = made.at(-1)!;
      if (row !== '' && row.length + 1 + word.length > 76) made.push(word);
      else made[made.length - 1] = row === '' ? word : `${row} ${word}`;
    }
    return made;
  });
  return rows.join('\n');
}

/** How gateways, directories, lists and companies change the name in From. */
const NAMES: readonly (readonly [string, (name: string) => string])[] = [
  ['a tag before it', (name) => `[EXTERNAL] ${name}`],
  ['a bar and a company', (name) => `${name} | Example`],
  ['a comma and a company', (name) => (name.includes(',') ? name : `${name}, Example GmbH`)],
  ['a list behind it', (name) => `${name} via Example`],
  ['capitals', (name) => name.toUpperCase()],
  ['quotation marks', (name) => `'${name}'`],
];

const HEAD = 'Content-Type: text/plain; charset=utf-8\n\n';

/** The cases that are not read as they are without the change. */
async function misread(asked: readonly Case[], change: (text: string) => string): Promise<string[]> {
  const wrong: string[] = [];
  for (const { file, text: written, from, expected, sent } of asked) {
    const { text = '' } = await readMessage(Buffer.from(`${HEAD}${change(written)}`));
    const reply = extractReply({ mail: { text, from }, ...(sent && { sent }) });
    if (said(reply.text) !== said(expected)) wrong.push(file);
  }
  return wrong;
}

describe('what is read of a plain text is the same for', () => {
  it('lines of a quote that were wrapped without its sign, where the mail that was sent is known', async () => {
    const asked = cases.filter(({ file, sent }) => sent && !SENSITIVE_TO_WIDTH.test(file));
    expect(asked.length).toBeGreaterThan(100);
    expect(await misread(asked, wrapped)).toEqual([]);
  });

  it.each(WAYS)('%s', async (_name, change, except) => {
    const asked = cases.filter(({ file }) => !except.test(file));
    expect(asked.length).toBeGreaterThan(200);
    expect(await misread(asked, change)).toEqual([]);
  });

  it.each(NAMES)('a name in From with %s', (_name, change) => {
    const wrong = cases.filter(({ text, from, expected, sent }) => {
      const called = from.map(({ address, name }) => ({ address, name: name === '' ? '' : change(name) }));
      return said(extractReply({ mail: { text, from: called }, ...(sent && { sent }) }).text) !== said(expected);
    });
    expect(wrong.map(({ file }) => file)).toEqual([]);
  });
});
