import type { Span } from '../boundary.js';
import { isBlank, type Doc, type Line } from '../document/line.js';
import { isPasted } from './written-by-client.js';

const MIN_LABELS = 4;
/** From, date, to, cc, subject, and one more. */
const MAX_LABELS = 6;

/** A label in any language and what it says: `Feladó: Ada <ada@example.test>`. */
const LABELLED = /^[*_]{0,2}[\p{L}\p{M}][\p{L}\p{M} '.-]{0,28}[*_]{0,2} ?[:：][*_]{0,2}\s?(?=\S)/u;
const WHO = /[<[(][^<>()@\s]{1,100}@[^<>()@\s]{1,200}[>\])]|@[\w.-]{1,100}\.\w/;
const WHEN = /(?:\p{Nd}{4}|[./-]\p{Nd}{2})(?!\p{Nd}).{0,30}\p{Nd}{1,2}[:.]\p{Nd}{2}/u;

/**
 * A header in a language that nobody has listed: four labels or more, line by line, the first with an address and one
 * with a date and a time.
 */
export function unlistedHeaderAt({ lines }: Doc, from: number): Span | undefined {
  let to = from;
  while (
    to < lines.length &&
    to - from < MAX_LABELS &&
    isLabelled(lines[to]!) &&
    lines[to]!.depth === lines[from]!.depth
  )
    to += 1;
  if (to - from < MIN_LABELS) return undefined;
  const block = lines.slice(from, to).map(({ text }) => text.slice(0, 400));
  const isHeader = WHO.test(block[0]!) && block.some((text) => WHEN.test(text)) && isBlank(lines[to]);
  return isHeader && !isPasted(lines, { from, to }) ? { from, to } : undefined;
}

function isLabelled({ text }: Line): boolean {
  const beginning = text.slice(0, 60);
  return (beginning.includes(':') || beginning.includes('：')) && LABELLED.test(beginning);
}
