import { isDeviceLine } from '../device-line.js';
import { plain } from '../words.js';
import { cleanLine } from './clean-line.js';
import { withinOctets } from './cut.js';
import { apartFromGluedQuote, mayBeGlued } from './glued-quote.js';
import type { Doc, Line } from './line.js';
import { apartFromSigns, asItIs, type Unquoted } from './quote-signs.js';
import { betweenFences } from './typed-fences.js';

/** Some 40 pages, and more than we ever send. What people type is far below; what is beyond is kept, unread. */
export const MAX_TEXT_OCTETS = 128_000;
/** The same in lines: a longer mail is a log file, and each line is looked at by each finder. */
export const MAX_LINES = 2_400;

/** What a phone adds is short. */
const MAX_DEVICE_LINE = 80;
/** Name, address and date. */
const MAX_INTRODUCTION = 400;

export function toTextDocument(text: string): Doc {
  const calm = (text.includes('\r') ? withLineFeeds(text) : text).replace(/\n{100,}/g, '\n\n');
  const end = Math.min(withinOctets(calm, MAX_TEXT_OCTETS), linesEnd(calm, MAX_LINES));
  const rest = calm.slice(end);
  const clean = single(withoutLastBreak(calm.slice(0, end), rest).split('\n', MAX_LINES).map(cleanLine));
  const apart = partedAt(clean, deviceAt);
  // Most texts have none: to ask once costs less than to look at each line.
  const introduced = calm.includes(':  ') ? partedAt(apart, quoteAt) : apart;
  const parted = mayBeGlued(calm) ? apartFromGluedQuote(introduced) : introduced;
  const literal = betweenFences(parted);
  const lines = parted.map((line, at) => toLine(line, literal.has(at) ? asItIs(line) : apartFromSigns(parted, at)));
  return { lines, opensAt: [], fingerprints: new Set(), rest: rest.trim() };
}

/** What doubles the line ends on its way puts a blank line between the lines of a quote too, and three between paragraphs. */
function single(lines: string[]): string[] {
  if (!lines.every((line, at) => at % 2 === 0 || line === '')) return lines;
  const isInQuote = (at: number): boolean => lines[at]?.startsWith('>') === true;
  const hasQuote = lines.some((_line, at) => isInQuote(at) && isInQuote(at + 2));
  const hasParagraphs = lines.slice(0, -2).some((line, at) => at % 2 === 0 && line === '');
  return hasQuote && hasParagraphs ? lines.filter((_line, at) => at % 2 === 0) : lines;
}

/** Where so many lines end. */
function linesEnd(text: string, count: number): number {
  let end = 0;
  for (let lines = 0; lines < count; lines += 1) {
    const next = text.indexOf('\n', end);
    if (next < 0) return text.length;
    end = next + 1;
  }
  return end;
}

/** What parts the last line from the rest begins no line of its own. */
const withoutLastBreak = (text: string, rest: string): string =>
  rest !== '' && text.endsWith('\n') ? text.slice(0, -1) : text;

/** In a text of nothing but line ends `replaceAll` takes four times as long. */
const withLineFeeds = (text: string): string => text.split('\r\n').join('\n').split('\r').join('\n');

/** The lines, and two of each in which another one begins. `flatMap` would make a list of each. */
function partedAt(lines: readonly string[], beginsAt: (line: string) => number | undefined): readonly string[] {
  const parted: string[] = [];
  for (const line of lines) {
    const at = beginsAt(line);
    if (at === undefined) parted.push(line);
    else parted.push(line.slice(0, at), line.slice(at).trimStart());
  }
  return parted;
}

/** Some phones put their line right behind the last word: `See you!Sent from my phone`. */
function deviceAt(line: string): number | undefined {
  const end = line.slice(-MAX_DEVICE_LINE);
  if (!/[.!?…]\p{L}/u.test(end)) return undefined;
  const at = end.search(/[.!?…][\p{L}][^.!?…]{5,60}$/u);
  return at >= 0 && isDeviceLine(plain(end.slice(at + 1))) ? line.length - end.length + at + 1 : undefined;
}

/** The address and the colon of what introduces a quote, with more on its line. */
const INTRODUCED = /@[^<>\s@]{1,200}>[^<>:]{0,40}:(?= {2,4}\S)/;

/** Yahoo's app begins the quote on the line that introduces it: `On Monday, Ada<ada@example.test> wrote:   Shall we?`. */
function quoteAt(line: string): number | undefined {
  const found = line.includes(':  ') ? INTRODUCED.exec(line.slice(0, MAX_INTRODUCTION)) : null;
  return found ? found.index + found[0].length : undefined;
}

function toLine(raw: string, { text, shown, depth }: Unquoted): Line {
  // Of the shape that lines of HTML have: whoever looks at lines is compiled for one shape.
  return {
    text,
    raw,
    depth,
    indent: 0,
    markdown: shown === text ? undefined : shown,
    block: undefined,
    role: undefined,
    isLink: undefined,
    container: undefined,
    isTyped: undefined,
  };
}
