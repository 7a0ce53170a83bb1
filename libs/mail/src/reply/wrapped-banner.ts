import type { Span } from './boundary.js';
import { isBlank, type Line } from './document/line.js';
import { beginsBanner, speaksAsBanner } from './languages/banners.js';
import { speaksOfLinks, warns } from './languages/link-warnings.js';
import { isOpen, wrappedEnd } from './wrapped.js';

/** A banner says a few sentences, and its first one in three lines. */
const MAX_LINES = 8;
const MAX_FIRST = 3;
/** Wrapped to less than this nobody writes. */
const MIN_WIDTH = 30;

/**
 * A banner that begins at a line, with those that it was wrapped into: as many as it takes to see that it is one, and those
 * below that say what only banners say.
 */
export function wrappedBanner(lines: readonly Line[], from: number, is: (text: string) => boolean): Span | undefined {
  let to = from + 1;
  while (!is(textOf(lines, { from, to }))) {
    if (to - from === MAX_FIRST || !mayGoOn(lines, to) || !isWrapped(lines[to - 1]!) || !mayBeWrapped(lines[from]!))
      return undefined;
    to += 1;
  }
  return { from, to: lastTold(lines, { from, to }) };
}

/** Every mail has a first line, and hardly any of them warns. */
function mayBeWrapped({ text }: Line): boolean {
  const line = text.slice(0, 100).toLowerCase();
  return beginsBanner(line) || warns(line);
}

const textOf = (lines: readonly Line[], { from, to }: Span): string =>
  lines
    .slice(from, to)
    .map(({ text }) => text.slice(0, 400))
    .join(' ');

/**
 * Behind the last line that says what only banners say, and the end of its sentence. Others may be typed right below, and a
 * sentence that begins there says more of it than one word.
 */
function lastTold(lines: readonly Line[], { from, to }: Span): number {
  let told = to;
  for (let at = to; at < from + MAX_LINES && mayGoOn(lines, at); at += 1) {
    const goesOn = isWrapped(lines[at - 1]!);
    const text = lines[at]!.text.slice(0, 400);
    if (speaksOfLinks(text) || (goesOn && speaksAsBanner(text))) told = at + 1;
    else if (!goesOn) break;
  }
  if (told === to) return wrappedEnd(lines, told);
  if (!mayGoOn(lines, told) || !isWrapped(lines[told - 1]!)) return told;
  return /^\p{Ll}/u.test(lines[told]!.text) ? told + 1 : told;
}

const mayGoOn = (lines: readonly Line[], at: number): boolean =>
  lines[at] !== undefined && !isBlank(lines[at]) && lines[at].depth === lines[at - 1]!.depth;

const isWrapped = (line: Line): boolean => line.text.length >= MIN_WIDTH && isOpen(line);
