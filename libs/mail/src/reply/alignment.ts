import type { Doc, Line } from './document/line.js';
import { toHtmlDocument } from './document/html-document.js';
import type { SentMail } from './extracted-reply.js';
import { isLink, wordsOf } from './words.js';

/** Three words in a row are rarely shared by chance, and short mails still have some. */
const SHINGLE = 3;
/** What we send is at most 256 KB; the rest of a longer text adds nothing. */
const MAX_SENT_LENGTH = 300_000;
/** A client may change a word or two within a line of ours. Words before or behind the line were typed there. */
const ALIGNED_SHARE = 0.75;
const MAX_CHANGED = 2;

/** `ours` aligns with the mail that was sent, `foreign` does not, `neutral` has no words to tell by. */
export type Origin = 'ours' | 'foreign' | 'neutral';

export interface Alignment {
  readonly origins: readonly Origin[];
  /** How many words of each line align. */
  readonly ourWords: readonly number[];
  /** How much of the mail that was sent is in the message, from 0 to 1. */
  readonly coverage: number;
  /** How many words the mail that was sent has. */
  readonly sentWords: number;
}

/** Finds the mail that was sent in the message, whatever the client did to its line breaks, prefixes and marks. Linear. */
export function align(doc: Doc, sent: SentMail): Alignment {
  const known = knowledgeOf(sent);
  const stream = doc.lines.flatMap((line, index) => lineWords(line).map((word) => ({ word, index })));
  const { covered, matched } = cover(
    stream.map(({ word }) => word),
    known,
  );
  const marks = doc.lines.map((): boolean[] => []);
  stream.forEach(({ index }, position) => marks[index]!.push(covered[position] === 1));
  return {
    origins: doc.lines.map((line, index) => originOf(line, marks[index]!, known)),
    ourWords: marks.map((line) => line.filter(Boolean).length),
    coverage: matched / Math.max(1, known.textShingles),
    sentWords: known.textWords,
  };
}

interface Knowledge {
  readonly shingles: ReadonlySet<string>;
  readonly lines: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly textShingles: number;
  readonly textWords: number;
}

function knowledgeOf(sent: SentMail): Knowledge {
  const texts = [sent.text, sent.html === undefined ? '' : htmlText(sent.html)].map((text) =>
    text.slice(0, MAX_SENT_LENGTH),
  );
  const words = texts.map((text) => wordsOf(text));
  const spoken = words.map((list) => list.filter((word) => !isLink(word)));
  const [textShingles, htmlShingles] = spoken.map((list) => new Set(shinglesOf(list)));
  const lines = texts.flatMap((text) => text.split('\n').map((line) => wordsOf(line).join(' ')));
  return {
    shingles: new Set([...textShingles!, ...htmlShingles!]),
    lines: new Set(lines.filter((line) => line !== '')),
    links: new Set(words.flat().filter(isLink)),
    textShingles: textShingles!.size || htmlShingles!.size,
    textWords: spoken[0]!.length || spoken[1]!.length,
  };
}

const htmlText = (html: string): string =>
  toHtmlDocument(html)
    .lines.map(({ text }) => text)
    .join('\n');

function shinglesOf(words: readonly string[]): string[] {
  const size = Math.min(SHINGLE, words.length);
  if (size === 0) return [];
  return words.slice(0, words.length - size + 1).map((_word, at) => words.slice(at, at + size).join(' '));
}

/** Marks each word that is part of a run of words which the sent mail has too. */
function cover(words: readonly string[], { shingles }: Knowledge): { covered: Uint8Array; matched: number } {
  const covered = new Uint8Array(words.length);
  const matched = new Set<string>();
  shinglesOf(words).forEach((shingle, at) => {
    if (!shingles.has(shingle)) return;
    matched.add(shingle);
    covered.fill(1, at, at + SHINGLE);
  });
  return { covered, matched: matched.size };
}

const lineWords = (line: Line): string[] => wordsOf(line.text).filter((word) => !isLink(word));

function originOf(line: Line, marks: readonly boolean[], { lines, links }: Knowledge): Origin {
  const ours = marks.filter(Boolean).length;
  if (line.isLink && ours === 0) return 'neutral';
  if (marks.length === 0) {
    const own = wordsOf(line.text).filter((word) => !links.has(word) && !isRewritten(word));
    return own.length > 0 ? 'foreign' : 'neutral';
  }
  if (ours / marks.length >= ALIGNED_SHARE && isWhole(marks)) return 'ours';
  return lines.has(wordsOf(line.text).join(' ')) || isTornLink(line.text) ? 'neutral' : 'foreign';
}

const isWhole = (marks: readonly boolean[]): boolean =>
  marks[0]! &&
  marks.at(-1)! &&
  !marks
    .map((isOurs) => (isOurs ? ' ' : 'x'))
    .join('')
    .includes('x'.repeat(MAX_CHANGED + 1));

/** Gateways replace links by their own. */
const isRewritten = (link: string): boolean =>
  /safelinks\.protection|urldefense|proofpoint|mimecast|barracuda/.test(link.slice(0, 300));

/** The second half of a link that a client wrapped: long, and without a space. */
const isTornLink = (text: string): boolean => /^[^\s]{30,}$/.test(text.trim()) && /[%=?&/_-]/.test(text);
