import type { Finder, Span } from '../boundary.js';
import { isBlank, type Doc, type Line } from '../document/line.js';
import { beginsFooter, isScannerHome } from '../languages/footers.js';
import { isLegal, isLegalHeading } from '../languages/legal.js';
import { spansWhere } from '../spans.js';
import { wrappedEnd } from '../wrapped.js';
import { gatewayBanners } from './gateway-banner.js';

/** A list footer names the list and its address. */
const MAX_LIST_FOOTER = 10;
/** Legal footers are long, and wrapped they have this many lines at most. */
const MAX_LEGAL_LINES = 30;

/** What gateways and list servers add: warnings above, footers below. */
export const footerFinder: Finder = (doc) => {
  const added = spansWhere(doc.lines, ({ text }, at) => beginsFooter(text) || isHomeBelow(doc, at)).map(
    ({ from, to }) => ({ from, to: wrappedEnd(doc.lines, to) }),
  );
  const list = listFooter(doc) ?? groupsFooter(doc);
  const furniture = [...added, ...gatewayBanners(doc), ...(list ? [list] : [])];
  const doubtful = legalFooters(doc);
  if (furniture.length + doubtful.length === 0) return undefined;
  return { kind: 'footer', strength: 'weak', furniture, ...(doubtful.length > 0 && { doubtful }) };
};

const isHomeBelow = ({ lines }: Doc, at: number): boolean =>
  at > 0 && isScannerHome(lines[at]!.text) && beginsFooter(lines[at - 1]!.text);

/** A mail has a few paragraphs; a log file of empty lines has more, and no footer. */
const MAX_PARAGRAPHS = 400;

/**
 * Paragraphs of a company about who may read the mail, with more of them right below one. Whether a person wrote them
 * depends on where they stand.
 */
function legalFooters({ lines }: Doc): Span[] {
  const found: { from: number; to: number }[] = [];
  const paragraphs = spansWhere(lines, (line) => line.depth === 0 && !isBlank(line));
  const near = paragraphs.length <= MAX_PARAGRAPHS ? paragraphs : paragraphs.slice(-MAX_PARAGRAPHS);
  for (const [position, span] of near.entries()) {
    if (span.to - span.from > MAX_LEGAL_LINES) continue;
    const above = near[position - 1];
    const from = above && isHeading(lines, above) ? above.from : span.from;
    const text = lines
      .slice(from, span.to)
      .map((line) => line.text)
      .join(' ');
    const last = found.at(-1);
    const goesOn = last !== undefined && last.to === above?.to;
    if (!isLegal(text, goesOn)) continue;
    if (goesOn) last.to = span.to;
    else found.push({ from, to: span.to });
  }
  return found;
}

const isHeading = (lines: readonly Line[], { from, to }: Span): boolean =>
  to === from + 1 && isLegalHeading(lines[from]!.text);

/** A line of underscores near the end, with the address of a list below it. */
function listFooter({ lines }: Doc): Span | undefined {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1])) end -= 1;
  for (let from = end - 1; from >= Math.max(0, end - MAX_LIST_FOOTER); from -= 1) {
    const isRule = lines[from]!.depth === 0 && /^_{2,}$/.test(lines[from]!.text.trim());
    if (isRule)
      return lines
        .slice(from + 1, end)
        .some(({ text }) => /^\s*<?https?:\/\/\S+\s*$|mailing list|listinfo|unsubscribe/i.test(text))
        ? { from, to: end }
        : undefined;
  }
  return undefined;
}

/** Between two lines of these Groups.io says where a message is read, and how one leaves. */
const DRAWN = /^(?:-=){5,40}-?$/;

/** Of what companies and scanners add below it. */
const MAX_BELOW = 15;

function groupsFooter({ lines }: Doc): Span | undefined {
  const start = lines.length - MAX_LIST_FOOTER - MAX_BELOW;
  const last = lines.findLastIndex(({ text }, at) => at >= start && DRAWN.test(text.trim()));
  if (last < 0) return undefined;
  const from = lines.findLastIndex(
    ({ text }, at) => at < last && at >= last - MAX_LIST_FOOTER && DRAWN.test(text.trim()),
  );
  const said = lines
    .slice(from + 1, last)
    .map(({ text }) => text)
    .join('\n');
  return from >= 0 && /unsubscribe/i.test(said) && /https?:\/\/|groups\.io/i.test(said)
    ? { from, to: last + 1 }
    : undefined;
}
