import type { Boundary } from './boundary.js';
import { escaped, escapedStart } from './document/markdown.js';
import type { Doc, Line } from './document/line.js';
import { isAttribution, isWhole, looked, MAX_ATTRIBUTION, openingOf } from './finders/attribution-line.js';

/** `reply --- On Wednesday, …`: behind the answer, where a client draws them. */
const DRAWN_AT_END = /[\s-]*$/;

/**
 * Some programs lose the line end between an answer and what introduces the quote: `Yes On 12 Jan 2026, at 10:15, Ada
 * <ada@example.test> wrote:`. The form with a line for each, or `undefined` where no line is shared.
 */
export function apartFromAttribution(doc: Doc, boundaries: readonly Boundary[]): Doc | undefined {
  const introductions = boundaries
    .filter(({ kind }) => kind === 'attribution')
    .flatMap(({ furniture = [] }) => furniture);
  for (const { from, to } of introductions) {
    const line = doc.lines[from]!;
    const start = mayShare(line, doc) ? startIn(line.text, doc.lines.slice(from + 1, to)) : undefined;
    if (start !== undefined) return parted(doc, from, start);
  }
  return undefined;
}

/** In HTML the answer may have links and emphasis, which its text alone does not tell. */
const mayShare = ({ text, depth, role, markdown }: Line, { isHtml }: Doc): boolean =>
  depth === 0 && role === undefined && !(isHtml && markdown !== undefined) && openingOf(text) === 'other';

/** Clients begin with a capital and say when and who; before it nobody is named by an address. */
function startIn(text: string, below: readonly Line[]): number | undefined {
  const rest = below.map((line) => line.text).join(' ');
  for (let at = text.length - 1; at > 0; at -= 1) {
    if (!/[\s-]/.test(text[at - 1]!) || !/\p{Lu}/u.test(text[at]!)) continue;
    const introduction = `${text.slice(at)} ${rest}`.trimEnd();
    if (introduction.length > MAX_ATTRIBUTION) return undefined;
    if (introduces(introduction)) return text.slice(0, at).includes('@') ? undefined : at;
  }
  return undefined;
}

function introduces(text: string): boolean {
  const line = looked(text);
  return text.includes('@') && openingOf(text) === 'opener' && isWhole(line, false) && isAttribution(line);
}

function parted(doc: Doc, at: number, start: number): Doc {
  const line = doc.lines[at]!;
  const piece = (text: string): Line => ({
    ...line,
    text,
    raw: text,
    markdown: doc.isHtml ? escapedStart(escaped(text)) : undefined,
  });
  const pieces = [piece(line.text.slice(0, start).replace(DRAWN_AT_END, '')), piece(line.text.slice(start))];
  const opensAt = doc.opensAt.map((mark) => (mark.line < at ? mark : { ...mark, line: mark.line + 1 }));
  return { ...doc, lines: doc.lines.toSpliced(at, 1, ...pieces), opensAt };
}
