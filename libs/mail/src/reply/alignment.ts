import type { Doc, Line } from './document/line.js';
import { toHtmlDocument } from './document/html-document.js';
import type { SentMail } from './extracted-reply.js';
import { isWayOut } from './way-out.js';
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
  /** The words of each line of the message. */
  readonly words: readonly (readonly string[])[];
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
  const spoken = numbersOf(lines, known.ids);
  const { covered, matched } = cover(spoken.numbers, known);
  const marks = spoken.ends.map((end, line) => covered.subarray(spoken.ends[line - 1] ?? 0, end));
  const ourWords = marks.map(count);
  return {
    words: lines,
    origins: doc.lines.map((line, at) =>
      originOf(line, { words: lines[at]!, marks: marks[at]!, ours: ourWords[at]! }, known),
    ),
    ourWords,
    coverage: matched / Math.max(1, known.textShingles),
    sentWords: known.textWords,
  };
}

/** The number of a word that the mail that was sent does not have. */
const UNKNOWN = 0;

/** What is spoken, without links. */
interface Spoken {
  /** The number of each word. */
  readonly numbers: readonly number[];
  /** Where each line ends in them. */
  readonly ends: readonly number[];
}

function numbersOf(lines: readonly (readonly string[])[], ids: ReadonlyMap<string, number>): Spoken {
  const numbers: number[] = [];
  const ends: number[] = [];
  for (const words of lines) {
    for (const word of words) if (!isLink(word)) numbers.push(ids.get(word) ?? UNKNOWN);
    ends.push(numbers.length);
  }
  return { numbers, ends };
}

interface Knowledge {
  /** A number for each word, so that shingles are numbers too: strings of three words would cost most of the time. */
  readonly ids: ReadonlyMap<string, number>;
  readonly shingles: ReadonlySet<number>;
  /** Whether these words are one of its lines. */
  readonly hasLine: (words: readonly string[]) => boolean;
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
  const forms = [sent.text, ...(sent.html === undefined ? [] : [htmlText(sent.html)])].map((text) =>
    text.slice(0, MAX_SENT_LENGTH).split('\n').map(wordsOf),
  );
  const ids = new Map<string, number>();
  const links = new Set<string>();
  for (const form of forms)
    for (const words of form)
      for (const word of words)
        if (isLink(word)) links.add(word);
        else if (!ids.has(word)) ids.set(word, ids.size + 1);
  const [text = [], html = []] = forms.map((form) => numbersOf(form, ids).numbers);
  const textShingles = new Set(shinglesOf(text, ids.size));
  const htmlShingles = html.length === 0 ? NONE : new Set(shinglesOf(html, ids.size));
  return {
    ids,
    shingles: htmlShingles.size === 0 ? textShingles : new Set([...textShingles, ...htmlShingles]),
    hasLine: lineFinder(forms.flat(), (word) => ids.has(word) || links.has(word)),
    links,
    textShingles: textShingles.size || htmlShingles.size,
    textWords: text.length || html.length,
  };
}

const NONE: ReadonlySet<number> = new Set();

/** Most lines have a word that no line of ours has, so that the lines are rarely put together. */
function lineFinder(ours: readonly (readonly string[])[], isKnown: (word: string) => boolean): Knowledge['hasLine'] {
  let lines: ReadonlySet<string> | undefined;
  return (words) => {
    if (words.length === 0 || !words.every(isKnown)) return false;
    lines ??= new Set(ours.map(joined));
    return lines.has(joined(words));
  };
}

const joined = (words: readonly string[]): string => words.join(' ');

const htmlText = (html: string): string =>
  toHtmlDocument(html)
    .lines.map(({ text }) => text)
    .join('\n');

/**
 * A number for each run of words, which no other run has: the numbers of words are its digits. It is exact, and small as long as the
 * mail that was sent has no more than a thousand words.
 */
function shinglesOf(numbers: readonly number[], highest: number): number[] {
  const size = Math.min(SHINGLE, numbers.length);
  const shingles: number[] = [];
  for (let at = 0; size > 0 && at + size <= numbers.length; at += 1) {
    let shingle = 0;
    for (let next = at; next < at + size && shingle !== NO_SHINGLE; next += 1)
      shingle = numbers[next] === UNKNOWN ? NO_SHINGLE : shingle * (highest + 1) + numbers[next]!;
    shingles.push(shingle);
  }
  return shingles;
}

/** Of a run with a word that the mail that was sent does not have. */
const NO_SHINGLE = -1;

/** Marks each word that is part of a run of words which the sent mail has too. */
function cover(numbers: readonly number[], { shingles, ids }: Knowledge): { covered: Uint8Array; matched: number } {
  const covered = new Uint8Array(numbers.length);
  const matched = new Set<number>();
  shinglesOf(numbers, ids.size).forEach((shingle, at) => {
    if (!shingles.has(shingle)) return;
    matched.add(shingle);
    covered.fill(1, at, at + SHINGLE);
  });
  return { covered, matched: matched.size };
}

function count(marks: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < marks.length; at += 1) sum += marks[at]!;
  return sum;
}

interface LineWords {
  readonly words: readonly string[];
  readonly marks: Uint8Array;
  /** How many of the marks are set. */
  readonly ours: number;
}

function originOf(line: Line, { words, marks, ours }: LineWords, { hasLine, links }: Knowledge): Origin {
  if (line.isLink && ours === 0) return 'neutral';
  if (marks.length === 0)
    return words.some((word) => !links.has(word) && !isRewritten(word) && !isWayOut(word)) ? 'foreign' : 'neutral';
  if (ours / marks.length >= ALIGNED_SHARE && isWhole(marks)) return 'ours';
  return hasLine(words) || isTornLink(line.text) ? 'neutral' : 'foreign';
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
const isTornLink = (text: string): boolean =>
  text.length >= MIN_TORN && !/\s/.test(text.trim()) && /[%=?&/_-]/.test(text);
const MIN_TORN = 30;
