import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { extractReply, readMessage } from './reading.js';
import type { SentMail } from './index.js';
import { wordsOf } from './reply/words.js';

/** What a person might add to any mail of the corpus; none of its words stands in one. */
const SENTENCES = [
  'Quokkas marinate 4711 zithers.',
  'And xylophones\nbefuddle walruses?',
  'Ђурђевак zwölfmal квокка 鴨嘴獸',
];

interface Case {
  readonly text: string;
  readonly html?: string;
  readonly sent?: SentMail;
  /** The last line of the first paragraph that the person wrote; -1 where he wrote none above the quote. */
  readonly firstParagraphEnd: number;
}

const CORPUS = new URL('../../../corpus/', import.meta.url);
const bytes = (file: string): Buffer => readFileSync(new URL(file, CORPUS));
const cases: Case[] = [];

beforeAll(async () => {
  for (const file of readdirSync(CORPUS).filter((name) => name.endsWith('.eml'))) {
    const expected = JSON.parse(String(bytes(file.replace(/\.eml$/, '.expected.json')))) as {
      reply?: { text: string };
      sent?: string;
    };
    if (!expected.reply) continue;
    const { text = '', html } = await readMessage(bytes(file));
    const sent = expected.sent === undefined ? undefined : await readMessage(bytes(expected.sent));
    const firstLine = expected.reply.text.split('\n', 1)[0]!;
    const lines = text.split('\n');
    const isAbove = firstLine !== '' && lines[0]?.trim() === firstLine;
    cases.push({
      text,
      ...(html !== undefined && { html }),
      ...(sent && { sent: { text: sent.text ?? '', subject: sent.subject } }),
      firstParagraphEnd: isAbove ? lines.findIndex((_line, at) => (lines[at + 1] ?? '').trim() === '') : -1,
    });
  }
});

const anyCase = fc.nat().map((n) => cases[n % cases.length]!);
const anySentence = fc.constantFrom(...SENTENCES);
const includes = (text: string, sentence: string): boolean => {
  const found = new Set(wordsOf(text));
  return wordsOf(sentence).every((word) => found.has(word));
};
const read = ({ sent }: Case, mail: { text?: string; html?: string }, known: boolean) =>
  extractReply({ mail, ...(known && sent && { sent }) });

describe('a sentence of the person, wherever he puts it', () => {
  it('is in what is posted or in what is kept beside it', () => {
    fc.assert(
      fc.property(anyCase, anySentence, fc.nat(), fc.boolean(), (it, sentence, place, known) => {
        const lines = it.text.split('\n');
        lines.splice(place % (lines.length + 1), 0, sentence);
        const { text, elided } = read(it, { text: lines.join('\n') }, known);
        expect(includes(`${text}\n${elided}`, sentence)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is posted where it stands above everything', () => {
    fc.assert(
      fc.property(anyCase, anySentence, fc.constantFrom('\n', '\n\n'), fc.boolean(), (it, sentence, gap, known) => {
        fc.pre(it.firstParagraphEnd >= 0 || gap === '\n\n');
        expect(includes(read(it, { text: `${sentence}${gap}${it.text}` }, known).text, sentence)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is posted where it goes on with what the person wrote above the quote', () => {
    fc.assert(
      fc.property(anyCase, anySentence, fc.constantFrom('', '\n'), fc.boolean(), (it, sentence, gap, known) => {
        fc.pre(it.firstParagraphEnd >= 0);
        const lines = it.text.split('\n');
        lines.splice(it.firstParagraphEnd + 1, 0, `${gap}${sentence}`);
        expect(includes(read(it, { text: lines.join('\n') }, known).text, sentence)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is posted where it is the first of the HTML', () => {
    fc.assert(
      fc.property(anyCase, anySentence, fc.boolean(), (it, sentence, known) => {
        fc.pre(it.html !== undefined);
        const paragraph = `<div>${sentence.replace('\n', '<br>')}</div><div><br></div>`;
        const html = it.html!.replace(/^(?:[^]*?<body[^>]*>)?/i, (head) => `${head}${paragraph}`);
        expect(includes(read(it, { html }, known).text, sentence)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is posted where it is between two lines of the quote of a known mail', () => {
    fc.assert(
      fc.property(anyCase, anySentence, fc.nat(), (it, sentence, place) => {
        const quoted = it.text.split('\n').flatMap((line, at) => (/^> \S/.test(line) ? [at] : []));
        fc.pre(it.sent !== undefined && quoted.length > 5);
        const lines = it.text.split('\n');
        lines.splice(quoted[2 + (place % (quoted.length - 3))]!, 0, sentence);
        expect(includes(read(it, { text: lines.join('\n') }, true).text, sentence)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is posted where it is a paragraph in the HTML of the quote of a known mail', () => {
    const paragraphs = ['p', 'div', 'p class="MsoNormal"'];
    fc.assert(
      fc.property(anyCase, anySentence, fc.constantFrom(...paragraphs), (it, sentence, element) => {
        const place = behindOurs(it);
        fc.pre(place !== undefined);
        const typed = `<${element}>${sentence.replace('\n', '<br>')}</${element.split(' ')[0]!}>`;
        const html = `${it.html!.slice(0, place)}${typed}${it.html!.slice(place)}`;
        expect(includes(read(it, { html }, true).text, sentence)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

/** Behind the paragraph of the quote that holds the first words of the post that is answered. */
function behindOurs({ html = '', sent }: Case): number | undefined {
  const post = sent?.text.split('\n').find((line) => line.startsWith('@bob')) ?? '';
  const at = post === '' ? -1 : html.indexOf(post.slice(0, 18));
  const end = at < 0 ? -1 : html.slice(at).search(/<\/(?:p|div)>/i);
  return end < 0 ? undefined : html.indexOf('>', at + end) + 1;
}
