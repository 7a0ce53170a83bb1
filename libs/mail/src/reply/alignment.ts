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
  const lines = doc.lines.map(({ text }) => wordsOf(text));
  const spoken = lines.map((words) => words.filter((word) => !isLink(word)));
  const { covered, matched } = cover(spoken.flat(), known);
  let end = 0;
  const marks = spoken.map(({ length }) => covered.subarray(end, (end += length)));
  return {
    origins: doc.lines.map((line, index) => originOf(line, { words: lines[index]!, marks: marks[index]! }, known)),
    ourWords: marks.map(count),
    coverage: matched / Math.max(1, known.textShingles),
    sentWords: known.textWords,
  };
}

interface Knowledge {
  /** A number for each word, so that shingles are numbers too: strings of three words would cost most of the time. */
  readonly ids: ReadonlyMap<string, number>;
  readonly shingles: ReadonlySet<number>;
  readonly lines: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly textShingles: number;
  readonly textWords: number;
}

/** Both forms of an answer are aligned with the same mail. */
const KNOWN = new WeakMap<SentMail, Knowledge>();

function knowledgeOf(sent: SentMail): Knowledge {
  const known = KNOWN.get(sent) ?? learn(sent);
  KNOWN.set(sent, known);
  return known;
}

function learn(sent: SentMail): Knowledge {
  const texts = [sent.text, sent.html === undefined ? '' : htmlText(sent.html)].map((text) =>
    text.slice(0, MAX_SENT_LENGTH),
  );
  const lines = texts.map((text) => text.split('\n').map(wordsOf));
  const words = lines.map((list) => list.flat());
  const spoken = words.map((list) => list.filter((word) => !isLink(word)));
  const ids = new Map<string, number>();
  for (const word of spoken.flat()) if (!ids.has(word)) ids.set(word, ids.size + 1);
  const [textShingles, htmlShingles] = spoken.map((list) => new Set(shinglesOf(list, ids)));
  return {
    ids,
    shingles: new Set([...textShingles!, ...htmlShingles!]),
    lines: new Set(lines.flat().flatMap((list) => (list.length > 0 ? [list.join(' ')] : []))),
    links: new Set(words.flat().filter(isLink)),
    textShingles: textShingles!.size || htmlShingles!.size,
    textWords: spoken[0]!.length || spoken[1]!.length,
  };
}

const htmlText = (html: string): string =>
  toHtmlDocument(html)
    .lines.map(({ text }) => text)
    .join('\n');

/** Three numbers below this make one that is still exact; nothing that we send has as many different words. */
const BASE = 200_000;

/** A number for each run of words; `NaN`, which equals nothing, where a word has no number. */
function shinglesOf(words: readonly string[], ids: ReadonlyMap<string, number>): Float64Array {
  const size = Math.min(SHINGLE, words.length);
  const numbers = Float64Array.from(words, (word) => ids.get(word) ?? NaN);
  const shingles = new Float64Array(size === 0 ? 0 : words.length - size + 1);
  for (let at = 0; at < shingles.length; at += 1) {
    let shingle = 0;
    for (let next = at; next < at + size; next += 1) shingle = shingle * BASE + numbers[next]!;
    shingles[at] = shingle;
  }
  return shingles;
}

/** Marks each word that is part of a run of words which the sent mail has too. */
function cover(words: readonly string[], { shingles, ids }: Knowledge): { covered: Uint8Array; matched: number } {
  const covered = new Uint8Array(words.length);
  const matched = new Set<number>();
  shinglesOf(words, ids).forEach((shingle, at) => {
    if (Number.isNaN(shingle) || !shingles.has(shingle)) return;
    matched.add(shingle);
    covered.fill(1, at, at + SHINGLE);
  });
  return { covered, matched: matched.size };
}

const count = (marks: Uint8Array): number => marks.reduce((sum, mark) => sum + mark, 0);

function originOf(
  line: Line,
  { words, marks }: { words: readonly string[]; marks: Uint8Array },
  { lines, links }: Knowledge,
): Origin {
  const ours = count(marks);
  if (line.isLink && ours === 0) return 'neutral';
  if (marks.length === 0) return words.some((word) => !links.has(word) && !isRewritten(word)) ? 'foreign' : 'neutral';
  if (ours / marks.length >= ALIGNED_SHARE && isWhole(marks)) return 'ours';
  return lines.has(words.join(' ')) || isTornLink(line.text) ? 'neutral' : 'foreign';
}

/** The first and the last word are ours, and between them no more than a few in a row are not. */
function isWhole(marks: Uint8Array): boolean {
  let changed = 0;
  for (const mark of marks) {
    changed = mark === 1 ? 0 : changed + 1;
    if (changed > MAX_CHANGED) return false;
  }
  return marks[0] === 1 && marks.at(-1) === 1;
}

/** Gateways replace links by their own. */
const isRewritten = (link: string): boolean =>
  /safelinks\.protection|urldefense|proofpoint|mimecast|barracuda/.test(link.slice(0, 300));

/** The second half of a link that a client wrapped: long, and without a space. */
const isTornLink = (text: string): boolean => /^[^\s]{30,}$/.test(text.trim()) && /[%=?&/_-]/.test(text);
