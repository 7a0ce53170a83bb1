import type { Finder, Sent, Span } from '../boundary.js';
import { nextFilled, type Doc } from '../document/line.js';
import { TOLD } from '../languages/attributions.js';
import { isAttribution, isIntroduction, MAX_ATTRIBUTION, mayEnd } from './attribution-line.js';
import { beginningsOf, bestOf, windowsEndingAt, type Begins } from './attribution-windows.js';
import { withFieldsAbove } from './fields-above.js';
import { indentedEnd } from './indented-end.js';
import { withoutOwnCitations } from './own-citations.js';
import { isPrompt } from './prompt.js';
import { isMarked, markedBelow } from './quote-marks.js';

/** Between an attribution and the quote there are a few blank lines at most. */
const MAX_GAP = 6;

/** Clients that give no address give it. */
const TIME_OF_DAY = /(?<!\p{Nd})\p{Nd}{1,2} ?[:.h] ?\p{Nd}{2}(?![.\p{Nd}])|\p{Nd} ?[時时點点시]/u;

/** Each introduces a mail that was answered, and no thread has so many. */
const MAX_FOUND = 400;

/** The line that introduces a quote. Tells where a quote begins, and by what follows it, where it ends. */
export const attributionFinder: Finder = (doc, sent) => {
  const found = withoutPretended(doc, attributions(doc), sent);
  if (found.length === 0) return undefined;
  const quoted: Span[] = [];
  for (const span of found) {
    // What stands in a quote already introduces nothing new, and a thousand spans to the end would take quadratic time.
    const below = span.from < (quoted.at(-1)?.to ?? 0) ? [] : quoteBelow(doc, span);
    quoted.push(...below);
  }
  return { kind: 'attribution', strength: 'medium', furniture: found, quoted };
};

/**
 * Without "On 12 March your colleague wrote:", of a person who goes on: it gives no address, marks nothing, and either
 * says whose somebody is, stands above the attribution of a client that marks what it quotes, or has nothing above it
 * and no time of day, so that without it all of the mail would be quote, which is known of our own mail alone.
 */
function withoutPretended(doc: Doc, spans: readonly Span[], sent: Sent | undefined): readonly Span[] {
  const { lines } = doc;
  const isDepthBelow = ({ to }: Span): boolean => (lines[nextFilled(lines, to)]?.depth ?? 0) > 0;
  const isOutside = ({ from }: Span): boolean => lines[from]!.depth + lines[from]!.indent === 0;
  const lastMarking = spans.findLast((span) => isOutside(span) && isDepthBelow(span))?.from ?? -1;
  const first = nextFilled(lines, 0);
  const isOurs = (index: number): boolean => sent?.alignment.origins[index] === 'ours' || isPrompt(doc, index);
  const isPretended = (span: Span): boolean => {
    const said = lines.slice(span.from, span.to).map(({ text }) => text);
    const below = lines[nextFilled(lines, span.to)];
    if (lines[span.from]!.depth > 0 || below?.depth !== 0 || isMarked(below) || said.join('').includes('@'))
      return false;
    const text = said.join(' ').slice(0, MAX_ATTRIBUTION);
    const isAll = span.from === first && below.indent === lines[first]!.indent;
    return (
      span.from < lastMarking ||
      TOLD.test(text) ||
      (isAll && !TIME_OF_DAY.test(text) && !isOurs(nextFilled(lines, span.to)))
    );
  };
  return spans.filter((span) => !isPretended(span));
}

function attributions(doc: Doc): Span[] {
  const spans: Span[] = [];
  const begins = beginningsOf(doc.lines);
  doc.lines.forEach((line, index) => {
    const span = spans.length < MAX_FOUND && mayEnd(line.text) ? endingAt(doc, index, begins) : undefined;
    if (span && span.from >= (spans.at(-1)?.to ?? 0)) spans.push(span);
  });
  return withoutOwnCitations(doc, spans);
}

/** Tries the line with up to three before it: as an attribution, and right above a quote as an introduction of whatever kind. */
function endingAt(doc: Doc, end: number, begins: Begins): Span | undefined {
  const windows = windowsEndingAt(doc.lines, end);
  const best =
    bestOf(
      windows.filter(({ line }) => isAttribution(line)),
      begins,
    ) ??
    (isQuoteBelow(doc, end + 1)
      ? bestOf(
          windows.filter(({ line }) => isIntroduction(line)),
          begins,
        )
      : undefined);
  return best && { from: withFieldsAbove(doc.lines, best.from), to: end + 1 };
}

const isQuoteBelow = ({ lines }: Doc, from: number): boolean => {
  const next = nextFilled(lines, from);
  const line = lines[next];
  return (
    line !== undefined &&
    next - from <= MAX_GAP &&
    (isMarked(line) || line.depth > (lines[from - 1]?.depth ?? 0) || line.indent > (lines[from - 1]?.indent ?? 0))
  );
};

/**
 * What the attribution introduces: nothing more where `>` or a container marks it, the lines behind another mark, the
 * indented block where there is one, and otherwise all that follows.
 */
function quoteBelow({ lines }: Doc, span: Span): readonly Span[] {
  const last = lines[span.to - 1]!;
  const next = nextFilled(lines, span.to);
  const line = lines[next];
  if (last.depth > 0 || !line || line.depth > 0) return [];
  if (line.indent <= last.indent) return markedBelow(lines, span.to) ?? [{ from: span.from, to: lines.length }];
  return [{ from: span.from, to: indentedEnd(lines, next, last.indent) }];
}
