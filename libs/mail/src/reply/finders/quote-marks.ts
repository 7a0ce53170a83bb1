import type { Span } from '../boundary.js';
import { nextFilled, type Line } from '../document/line.js';
import { spansWhere } from '../spans.js';

/**
 * What programs put before the lines that they quote, apart from `>`: a bar, a brace, a guillemet, a colon, a wide `＞`,
 * the initials or the name of who wrote them.
 */
const MARKS: readonly RegExp[] = [
  /^ ?\|(?: (?!.*\|$)|$)/,
  /^ ?[}│┃»›](?: |$)/,
  /^: /,
  /^ ?＞/,
  /^ {0,8}\p{L}[\p{L}\p{M}]{0,19}>{1,9}(?: |$)/u,
];
/** Of a line that may be long. */
const LOOKED_AT = 400;

/** The mark of the line that is the first below an attribution. Elsewhere the same signs are those of tables and prompts. */
const markOf = (line: Line | undefined): RegExp | undefined =>
  line?.depth === 0 ? MARKS.find((mark) => mark.test(line.text.slice(0, LOOKED_AT))) : undefined;

export const isMarked = (line: Line | undefined): boolean => markOf(line) !== undefined;

/** Where a mark stands below an attribution, the lines that have it, to the end; what stands between them is the person's. */
export function markedBelow(lines: readonly Line[], from: number): Span[] | undefined {
  const mark = markOf(lines[nextFilled(lines, from)]);
  return mark && spansWhere(lines, ({ text }, index) => index >= from && mark.test(text.slice(0, LOOKED_AT)));
}
