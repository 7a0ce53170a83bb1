import { beginning } from '../text.js';
import type { Span } from './boundary.js';
import { tellsContact } from './contact.js';
import { isBlank, type Doc } from './document/line.js';
import type { Label } from './label.js';
import { beginsWithName, isOfName } from './own-name.js';
import { spansWhere } from './spans.js';
import { plain, wordsOf } from './words.js';

/** A signature of more lines has a delimiter, or is recognised by something else. */
const MAX_TAIL = 8;
const MAX_LINE = 200;
/** What stands below two replies may be chance, or an answer that was given twice. */
const MIN_REPLIES = 3;
/** A single short line, "Yes please." for instance, may be an answer each time. */
const MIN_LENGTH = 15;

/** The last lines of what a person wrote, as they are compared. */
export function tailOf(doc: Doc, labels: readonly Label[]): string[] {
  const last = ownRegions(doc, labels).at(-1);
  return last ? lastFilled(doc, last, MAX_TAIL).map(({ text }) => text) : [];
}

/**
 * The lines that stand below at least three of a person's earlier replies: a signature that nothing marks. Each of `tails` is
 * what `ExtractedReply.tail` was. Nothing where the lines may be an answer that is often the same.
 */
export function repeatedTail(tails: readonly (readonly string[])[]): string[] {
  for (let size = MAX_TAIL - 1; size > 0; size -= 1) {
    const counts = new Map<string, number>();
    for (const tail of tails) {
      if (tail.length <= size) continue;
      const key = tail.slice(-size).join('\n');
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      const lines = withoutSentences(key.split('\n'));
      if (count >= MIN_REPLIES && lines.join('\n').length >= MIN_LENGTH) return lines;
    }
  }
  return [];
}

/** A sentence above a signature, "Approved." for instance, is an answer that was given several times. */
const SENTENCE = /[.!?…。！？]["'”’)]?$/;

function withoutSentences(lines: readonly string[]): string[] {
  const first = lines.findIndex((line) => !SENTENCE.test(line));
  const signed = first < 0 ? [] : lines.slice(first);
  return signed.some(mayTellWho) ? signed : [];
}

/** Of an extension or a room. */
const NUMBER = /\d{3}/;
/** Begins with two words with capitals or is one, as names are; or a few characters of a script that has none. */
const NAME = /^\p{Lu}[\p{L}\p{M}.'’-]*(?: \p{Lu}|$)|^[\p{Lo}\p{M} ]{2,20}$/u;

/**
 * Somebody's name, or how to reach them, as far as can be told without From. Lines without either are what was said,
 * however often: "Approved, go ahead" "Thanks for the work".
 */
const mayTellWho = (line: string): boolean => tellsContact(line) || NAME.test(line) || NUMBER.test(line);

/** What was learned, and From: addresses and names. */
export interface Learned {
  readonly tail: readonly string[];
  readonly author: readonly string[];
}

/** Where a stretch of the person's lines ends with the known tail, and something stands above it. */
export function knownTails(doc: Doc, labels: readonly Label[], { tail, author }: Learned): Span[] {
  if (tail.length === 0) return [];
  return ownRegions(doc, labels).flatMap((region) => {
    const lines = lastFilled(doc, region, tail.length + MAX_ABOVE);
    const end = lines.slice(-tail.length);
    const isTail = lines.length > tail.length && end.every(({ text }, at) => text === tail[at]);
    const above = lines.slice(0, -tail.length).map(({ text }) => text);
    return isTail && isSignature(tail, above, author) ? [{ from: end[0]!.index, to: region.to }] : [];
  });
}

/** Less than this is left of "Ticket 15", whose answer stands below it. */
const MIN_LEFT = 3;
/** Many words stand in these, whatever stands above them. */
const MAX_ABOVE = 50;

/** A signature says who wrote or how to reach them; and one that no name begins is not most of a mail. */
function isSignature(tail: readonly string[], above: readonly string[], author: readonly string[]): boolean {
  if (beginsWithName(tail[0] ?? '', author)) return true;
  if (!tail.some((line) => tellsContact(line) || beginsWithName(line, author)) && !isBadge(tail, author)) return false;
  const [left, taken] = [above, tail].map((lines) => wordsOf(lines.join(' ')).length) as [number, number];
  return left >= Math.min(MIN_LEFT, taken);
}

/**
 * "Alice of the lunch room" "Extension 4711": one of the person's names and a number, which alone are how sentences
 * begin and go on.
 */
const isBadge = (tail: readonly string[], author: readonly string[]): boolean =>
  tail.some((line) => isOfName(line, author)) && tail.some((line) => NUMBER.test(line));

const ownRegions = (doc: Doc, labels: readonly Label[]): Span[] =>
  spansWhere(
    doc.lines,
    (line, index) => labels[index] === 'own' || (isBlank(line) && labels[index] !== 'quote'),
  ).filter(({ from, to }) => doc.lines.slice(from, to).some((line) => !isBlank(line)));

/** The last lines of a stretch with something on them. */
function lastFilled({ lines }: Doc, { from, to }: Span, count: number): { text: string; index: number }[] {
  const filled: { text: string; index: number }[] = [];
  for (let index = to - 1; index >= from && filled.length < count; index -= 1) {
    const text = plain(beginning(lines[index]!.text, MAX_LINE));
    if (text !== '') filled.unshift({ text, index });
  }
  return filled;
}
