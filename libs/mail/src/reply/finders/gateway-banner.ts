import type { Span } from '../boundary.js';
import { isBlank, type Doc, type Line } from '../document/line.js';
import { beginsFooter } from '../languages/footers.js';
import { isExternalBanner, isExternalTag, MARKED, NEW_SENDER } from '../languages/external-mail.js';
import { isLinkWarning } from '../languages/link-warnings.js';
import { foundAt, spansWhere } from '../spans.js';
import { plain } from '../words.js';
import { wrappedBanner } from '../wrapped-banner.js';

/** It stands before the link that explains why a sender is new. */
const ADDRESS = /[^\s@<>()[\]]@[^\s@<>()[\]]/;
/** Nothing follows the link but brackets. */
const GOES_ON = new RegExp(`${NEW_SENDER.source}\\P{L}*\\p{L}`, 'iu');
/** Wrapped, it has this many lines. */
const MAX_WRAPPED = 4;

const MAX_MARKED = 15;

/** Banners of gateways that one line does not show, or not in every language. */
export function gatewayBanners({ lines }: Doc): Span[] {
  const top = new Top(lines);
  const found = foundAt(lines, ({ text }, at) => {
    if (text.length === 0 || top.isPast(at)) return undefined;
    if (text.includes(MARKED.start)) return marked(lines, at);
    if (text.includes('/') && NEW_SENDER.test(text)) return newSender(lines, at).filter((span) => top.takes(span));
    const span = top.has(at) ? bannerAtTop(lines, at) : undefined;
    return span && top.takes(span) ? [span] : undefined;
  });
  return found.flat();
}

/** Nobody is warned by more lines. */
const MAX_TOP = 30;

/** In a quote it is no more than a line: others may have answered it. */
function bannerAtTop(lines: readonly Line[], at: number): Span | undefined {
  const { text, depth } = lines[at]!;
  if (depth === 0 && at < MAX_TOP)
    return wrappedBanner(lines, at, (joined) => beginsFooter(joined) || isExternal(joined));
  return isExternal(text) ? { from: at, to: at + 1 } : undefined;
}

const isExternal = (text: string): boolean => {
  const line = text.slice(0, 400);
  if (isExternalTag(line)) return true;
  const said = plain(line).toLowerCase();
  return isExternalBanner(said) || isLinkWarning(said);
};

/**
 * Gateways write above everything else: what says the same further down, and is no quote, a person wrote. Asked of one
 * line after the other.
 */
class Top {
  private end = 0;

  constructor(private readonly lines: readonly Line[]) {}

  has(at: number): boolean {
    while (this.end < at && isAdded(this.lines[this.end]!)) this.end += 1;
    return this.end >= at || this.lines[at]!.depth > 0;
  }

  /** Whether a banner that began above goes on there. */
  isPast(at: number): boolean {
    return at < this.end;
  }

  /** Whether a banner may stand there; it is no end of the top. */
  takes({ from, to }: Span): boolean {
    if (!this.has(from)) return false;
    if (this.end >= from) this.end = Math.max(this.end, to);
    return true;
  }
}

const isAdded = (line: Line): boolean => isBlank(line) || beginsFooter(line.text);

/** What a person types between the marks stands at another depth. */
function marked(lines: readonly Line[], from: number): Span[] {
  if (!plain(lines[from]!.text.slice(0, 400)).startsWith(MARKED.start)) return [];
  const end = lines.slice(from, from + MAX_MARKED).findIndex(({ text }) => text.includes(MARKED.end));
  if (end < 0) return [];
  const { depth } = lines[from]!;
  const inside = spansWhere(lines.slice(from, from + end + 1), (line) => line.depth === depth || isBlank(line));
  return inside.map((span) => ({ from: from + span.from, to: from + span.to }));
}

/** From the line that has the address to the one that ends with the link. */
function newSender(lines: readonly Line[], last: number): Span[] {
  const { depth, text } = lines[last]!;
  if (GOES_ON.test(text)) return [];
  for (let from = last; from >= 0 && from > last - MAX_WRAPPED; from -= 1) {
    const line = lines[from]!;
    if (isBlank(line) || line.depth !== depth) return [];
    if (ADDRESS.test(line.text.slice(0, 2000))) return [{ from: firstOf(lines, from), to: last + 1 }];
  }
  return [];
}

/** The address may stand in the second line: what begins with a bracket goes to its end. */
const firstOf = (lines: readonly Line[], at: number): number => {
  const before = lines[at - 1];
  const isOpen = !lines[at]!.text.trimStart().startsWith('[') && before?.text.trimStart().startsWith('[') === true;
  return isOpen && before.depth === lines[at]!.depth ? at - 1 : at;
};
