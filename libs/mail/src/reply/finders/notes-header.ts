import type { Span } from '../boundary.js';
import { nextFilled, type Line } from '../document/line.js';
import { headerFieldOf, type HeaderField } from '../languages/header-labels.js';

/** "06/03/2026 09:14" and what a table has around it. */
const WHEN = /^\P{Nd}{0,12}\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4},? \p{Nd}{1,2}[:.]\p{Nd}{2}/u;
/** A name with its units, as Notes writes it where no address is known: `Ada Hall/Berlin/Works@Works`. */
const HIERARCHY = /^[^/@<>]{2,80}(?:\/[^/@<>]{1,40}){1,4}(?:@[\w.-]{1,60})?$/;
const MAX_LINE = 300;
/** Who, when, where to answer, to, cc, subject, each label and each value on a line of its own. */
const MAX_LINES = 16;

/**
 * The header that older versions of Notes draw as a table: who and when on the left, `To`, `cc` and `Subject` without
 * colons on the right. Begins at the line that says who.
 */
export function notesHeaderAt(lines: readonly Line[], from: number): Span | undefined {
  const { text, depth } = lines[from]!;
  if (depth > 0 || text.length > MAX_LINE || !isSender(text)) return undefined;
  const when = nextFilled(lines, from + 1);
  if (when > from + 2 || !WHEN.test(lines[when]?.text.slice(0, 80) ?? '')) return undefined;
  const below = lines.slice(when + 1, from + MAX_LINES).map(fieldAlone);
  const to = below.indexOf('to');
  const subject = below.indexOf('subject', to + 1);
  if (to < 0 || subject < 0) return undefined;
  const last = when + 1 + subject;
  return { from, to: lines[last]!.text.includes('|') ? last + 1 : nextFilled(lines, last + 1) + 1 };
}

function isSender(text: string): boolean {
  if (text.endsWith('>')) return text.includes('@');
  return text.includes('/') && HIERARCHY.test(text.trim());
}

/** The label that is all of the line, or the first cell of its row. */
const fieldAlone = ({ text }: Line): HeaderField | undefined =>
  text.length > MAX_LINE ? undefined : headerFieldOf(`${text.split('|', 1)[0]!.trim()}:`);
