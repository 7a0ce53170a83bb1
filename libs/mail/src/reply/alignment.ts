import type { Span } from './boundary.js';
import type { Doc, Line } from './document/line.js';
import type { SentMail } from './extracted-reply.js';
import { sentWordsOf, type SentWords } from './sent-words.js';
import { numbersOf, SHINGLE, shinglesOf } from './shingles.js';
import { isWayOut } from './way-out.js';

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
  const known = sentWordsOf(sent);
  const lines = doc.lines.map(({ text }) => known.wordsOf(text));
  const spoken = numbersOf(lines, known.ids);
  const { covered, matched } = cover(spoken.numbers, known);
  const spans = spoken.ends.map((to, line) => ({ from: spoken.ends[line - 1] ?? 0, to }));
  const ourWords = spans.map((span) => count(covered, span));
  return {
    words: lines,
    origins: doc.lines.map((line, at) =>
      originOf(line, { words: lines[at]!, marks: covered, span: spans[at]!, ours: ourWords[at]! }, known),
    ),
    ourWords,
    coverage: matched / Math.max(1, known.textShingles),
    sentWords: known.textWords,
  };
}

/** Marks each word that is part of a run of words which the sent mail has too. */
function cover(numbers: readonly number[], { shingles, ids }: SentWords): { covered: Uint8Array; matched: number } {
  const covered = new Uint8Array(numbers.length);
  const matched = new Set<number>();
  shinglesOf(numbers, ids.size).forEach((shingle, at) => {
    if (!shingles.has(shingle)) return;
    matched.add(shingle);
    covered.fill(1, at, at + SHINGLE);
  });
  return { covered, matched: matched.size };
}

function count(marks: Uint8Array, { from, to }: Span): number {
  let sum = 0;
  for (let at = from; at < to; at += 1) sum += marks[at]!;
  return sum;
}

interface LineWords {
  readonly words: readonly string[];
  /** Of the words of all lines, and which of them are those of this one. */
  readonly marks: Uint8Array;
  readonly span: Span;
  /** How many of its marks are set. */
  readonly ours: number;
}

function originOf(line: Line, { words, marks, span, ours }: LineWords, { hasLine, links }: SentWords): Origin {
  if (line.isLink && ours === 0) return 'neutral';
  if (span.to === span.from)
    return words.some((word) => !links.has(word) && !isRewritten(word) && !isWayOut(word)) ? 'foreign' : 'neutral';
  if (ours / (span.to - span.from) >= ALIGNED_SHARE && isWhole(marks, span)) return 'ours';
  return hasLine(words) || isTornLink(line.text) ? 'neutral' : 'foreign';
}

/** The first and the last word are ours, and between them no more than a few in a row are not. */
function isWhole(marks: Uint8Array, { from, to }: Span): boolean {
  let changed = 0;
  for (let at = from; at < to; at += 1) {
    changed = marks[at] === 1 ? 0 : changed + 1;
    if (changed > MAX_CHANGED) return false;
  }
  return marks[from] === 1 && marks[to - 1] === 1;
}

/** Gateways replace links by their own. */
const isRewritten = (link: string): boolean =>
  /safelinks\.protection|urldefense|proofpoint|mimecast|barracuda/.test(link.slice(0, 300));

/** The second half of a link that a client wrapped: long, and without a space. */
const isTornLink = (text: string): boolean =>
  text.length >= MIN_TORN && !/\s/.test(text.trim()) && /[%=?&/_-]/.test(text);
const MIN_TORN = 30;
