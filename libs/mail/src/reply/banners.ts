import type { Boundary, Sent, Span } from './boundary.js';
import { isBlank, type Doc, type Line } from './document/line.js';
import { isBanner, speaksAsBanner } from './languages/banners.js';
import { beginsFooter } from './languages/footers.js';
import { spansWhere } from './spans.js';

/** Lines are wrapped at 72 characters or a little more; what is longer is a paragraph on one line, and goes on nowhere. */
const WRAPPED = { from: 50, to: 100 } as const;
/** A banner says a few sentences. */
const MAX_LINES = 8;
const MAX_LINE = 700;

/**
 * Banners that a gateway put into our mail before it was quoted: alignment does not know them, and they stand as deep
 * in the quote as our own words. People type there as well, so only what nobody but a gateway says is taken, and only
 * at either end of our mail, below it only behind a quote prefix; a beginning that is known also elsewhere, with the
 * lines that it was wrapped into.
 */
export function bannersInQuote(doc: Doc, boundaries: readonly Boundary[], sent: Sent | undefined): Boundary[] {
  if (!sent) return [];
  const { origins } = sent.alignment;
  const [first, last] = [origins.indexOf('ours'), origins.lastIndexOf('ours')];
  if (first < 0) return [];
  const isQuoted = quotedMask(doc, boundaries);
  const isForeign = (line: Line, index: number): boolean =>
    isQuoted[index] === 1 && origins[index] !== 'ours' && !isBlank(line);
  const furniture = spansWhere(doc.lines, isForeign).flatMap((paragraph) => {
    const banner = bannerAt(doc, paragraph);
    const isBelow = paragraph.from > last && doc.lines[paragraph.from]!.depth > 0;
    const isAtEnd = paragraph.to <= first || isBelow;
    const text = doc.lines.slice(banner.from, banner.to).map((line) => line.text.slice(0, MAX_LINE));
    return beginsFooter(text[0]!) || (isAtEnd && isBanner(text.join(' '))) ? [banner] : [];
  });
  return furniture.length === 0 ? [] : [{ kind: 'banner', strength: 'weak', furniture }];
}

function quotedMask({ lines }: Doc, boundaries: readonly Boundary[]): Uint8Array {
  const mask = new Uint8Array(lines.length);
  for (const { quoted = [] } of boundaries) for (const { from, to } of quoted) mask.fill(1, from, to);
  // What introduces a quote is not in it.
  for (const { kind, furniture = [] } of boundaries)
    if (kind !== 'footer') for (const { from, to } of furniture) mask.fill(0, from, to);
  return mask;
}

/** The first line and those that go on with it, at its depth. */
function bannerAt({ lines }: Doc, { from, to }: Span): Span {
  let end = from + 1;
  while (end < to && end - from < MAX_LINES && goesOn(lines[end - 1]!, lines[end]!)) end += 1;
  return { from, to: end };
}

const goesOn = (before: Line, line: Line): boolean =>
  line.depth === before.depth && (isWrapped(before) || speaksAsBanner(line.text.slice(0, 400)));

const isWrapped = ({ raw, text }: Line): boolean =>
  raw.length >= WRAPPED.from && raw.length <= WRAPPED.to && !/[.!:…]["”»)\]]?$/.test(text.trimEnd());
