import type { Span } from '../boundary.js';
import { filledAbove, isBlank, type Line } from '../document/line.js';
import type { HeaderField } from '../languages/header-labels.js';

// People write what looks like the header of a mail: timetables, minutes, forms, what they configure, and headers to show them.

interface HeaderLike extends Span {
  /** Of each of its lines. */
  readonly fields: readonly (readonly HeaderField[])[];
}

/** Whether a client wrote it above a mail that it quotes. */
export function isWrittenByClient(lines: readonly Line[], block: HeaderLike): boolean {
  if (!isOfMail(lines.slice(block.from, block.to), block.fields) || isPasted(lines, block)) return false;
  return block.fields.flat().includes('date') || !(isIntroduced(lines, block.from) || isFrontMatter(lines, block));
}

const TIME = /\p{Nd}{1,2} ?[:.h] ?\p{Nd}{2}|\p{Nd} ?[時时點点시]/u;
/** With its year, or as numbers. */
const DAY = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})|\p{Nd}{1,2}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2}/u;
/** Any four fields are enough where somebody is named: a few clients write the day alone. */
const ENOUGH = 4;

/** What is left without it may say a time: "14.10" of "14.10.2026" does not. */
const YEAR_OR_DATE = /\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{2,4}|\p{Nd}{4}/u;
/** "From: 9:00", as in minutes and on forms: hours send no mail. */
const HOUR = /^[^:：]{0,40}[:：]\s?\p{Nd}{1,2}[:.h]\p{Nd}{2}(?![\p{Nd}./-])/u;
/** "From: 10.0.0.1:5432", as in what programs write: numbers send none either. */
const NUMBERS = /^[^:：]{0,40}[:：]\s*[^\p{L}\s][^\p{L}]{0,60}$/u;
/** Labels without capitals: no client writes them, but people do, in what they configure. */
const SMALL = /^[a-z][a-z ]{0,28}:/;

/** An address, or a day of a year where the date stands. "From: 3 to 5", "To: Lisbon" and "Date: 14 May" are of a timetable. */
function isOfMail(lines: readonly Line[], fields: readonly (readonly HeaderField[])[]): boolean {
  const from = lines.find((_line, index) => fields[index]!.includes('from'))?.text ?? '';
  if (HOUR.test(from.slice(0, 60))) return false;
  if (lines.some(({ text }) => text.slice(0, 400).includes('@'))) return true;
  if (NUMBERS.test(from)) return false;
  if (lines.every(({ text }, index) => fields[index]!.length === 0 || SMALL.test(text.slice(0, 40)))) return false;
  const isNamed = new Set(fields.flat()).size >= ENOUGH && /[:：].*\p{L}{2}/u.test(from.slice(0, 400));
  return lines.some(({ text }, index) => {
    const said = text.slice(0, 400);
    const isDate = fields[index]!.length === 0 || fields[index]!.includes('date');
    return isDate && DAY.test(said) && (isNamed || TIME.test(said.replace(YEAR_OR_DATE, '')));
  });
}

/** What servers and programs write, and no client shows above what it quotes. */
const TRACE =
  /^(?:return-path|received|delivered-to|dkim-signature|authentication-results|received-spf|arc-[a-z-]+):|^from \S+ (?:mon|tue|wed|thu|fri|sat|sun) /i;
/** Those of one mail, as a rule. */
const MAX_TRACE = 30;

/**
 * Whether the block is of a header that somebody pasted to show it: a trace of the way, or the first line of a patch,
 * stands beside, or fences around it.
 */
export function isPasted(lines: readonly Line[], { from, to }: Span): boolean {
  const isTrace = (index: number): boolean => TRACE.test(lines[index]!.text.slice(0, 40));
  const isBeside = (index: number): boolean => lines[index] !== undefined && !isBlank(lines[index]);
  let above = from - 1;
  for (; above >= from - MAX_TRACE && isBeside(above) && !isFence(lines[above]); above -= 1)
    if (isTrace(above)) return true;
  const isFenced = isFence(lines[above]);
  for (let at = from; at < to + MAX_TRACE && isBeside(at); at += 1)
    if (isTrace(at) || (isFenced && isFence(lines[at]))) return true;
  return false;
}

/** Clients write when a mail was sent; who shows one to say something about it may leave that out, and says so above. */
function isIntroduced(lines: readonly Line[], from: number): boolean {
  const above = filledAbove(lines, from);
  return above !== undefined && lines[above]!.depth === lines[from]!.depth && /[:：]\s*$/.test(lines[above]!.text);
}

/** Between two lines of YAML, as above a page of Markdown: clients draw none below a header. */
const isFrontMatter = (lines: readonly Line[], { from, to }: Span): boolean =>
  [lines[from - 1], lines[to]].every((line) => line?.text === '---');

/** What code stands between in Markdown. */
const isFence = (line: Line | undefined): boolean => line !== undefined && /^(?:`{3}|~{3})/.test(line.text);
