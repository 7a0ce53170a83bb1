import type { Finder, Span } from '../boundary.js';
import { filledAbove, isBlank, nextFilled, type Doc, type Line } from '../document/line.js';
import { indentedEnd } from './indented-end.js';
import { headerFieldOf, isFurtherLabel, type HeaderField } from '../languages/header-labels.js';
import { notesHeaderAt } from './notes-header.js';

/** "From: … To: …" occurs in sentences; a third field makes it a header. */
const MIN_FIELDS = 3;
/** From, date, to, cc and subject, each wrapped once or twice and perhaps double-spaced. */
const MAX_LINES = 20;
/** From, date, to, cc, subject, and one more. */
const MAX_LABELS = 6;
/** A long address list or subject is wrapped this often. */
const MAX_WRAPPED = 2;

/**
 * The header of the quoted mail that Outlook and its like put above it: `From:`, `Sent:`, `To:`, `Subject:`, in any
 * language and order.
 */
export const headerBlockFinder: Finder = (doc) => {
  const furniture = blocks(doc).map(({ from, to }) => ({ from: summaryAbove(doc.lines, from), to }));
  if (furniture.length === 0) return undefined;
  const first = furniture.find((block) => opens(doc, block));
  const quoted = first
    ? [{ from: first.from, to: doc.lines.length }]
    : furniture.flatMap((block) => blockBelow(doc, block));
  return { kind: 'header-block', strength: 'strong', furniture, quoted };
};

/** Behind `>`, above the quote in a block that nothing marks but its place further in, or in that block (Orange). */
function blockBelow({ lines }: Doc, block: Span): Span[] {
  const { depth, indent } = lines[block.from]!;
  let end = block.to;
  while (end < block.to + MAX_LINES && lines[end]?.depth === depth) end += 1;
  const next = nextFilled(lines, end);
  if (depth === 0 || lines[next]?.depth !== 0) return [];
  const around = indent > 0 && lines[next].indent === indent ? indent - 1 : indent;
  return lines[next].indent > around ? [{ from: block.from, to: indentedEnd(lines, next, around) }] : [];
}

/** Notes writes who, when and how the mail began above the header: `Ada Lovelace---15.01.2024 15:30:00---Hello, can we`. */
const SUMMARY = /-{2,3} ?\d{1,4}[./-]\d{1,2}[./-]\d{2,4} \d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?: ?[AP]M)? ?-{2,3}/i;

function summaryAbove(lines: readonly Line[], from: number): number {
  let above = from - 1;
  while (above >= 0 && from - above <= 2 && isBlank(lines[above])) above -= 1;
  return SUMMARY.test(lines[above]?.text.slice(0, 400) ?? '') ? above : from;
}

/** Everything below is quote, unless the client marks what it quotes line by line. */
function opens({ lines }: Doc, block: Span): boolean {
  const next = lines[nextFilled(lines, block.to)];
  const depth = lines[block.from]!.depth;
  return depth === 0 && (next === undefined || next.depth <= depth);
}

function blocks(doc: Doc): Span[] {
  const spans: Span[] = [];
  const fields = doc.lines.map(fieldsOf);
  for (let index = 0; index < doc.lines.length; index += 1) {
    const found =
      (fields[index]!.length > 0 ? blockAt(doc, fields, index) : undefined) ??
      unlistedAt(doc, index) ??
      notesHeaderAt(doc.lines, index);
    if (!found) continue;
    const block = withoutSaid(doc, fields, found);
    spans.push(block);
    index = block.to - 1;
  }
  return spans;
}

/** `fields` are those of each line, which many blocks would ask for. */
function blockAt({ lines }: Doc, fields: readonly (readonly HeaderField[])[], from: number): Span | undefined {
  const { depth } = lines[from]!;
  const seen = new Set<HeaderField>();
  let to = from;
  let wrapped = 0;
  for (let index = from; index < Math.min(lines.length, from + MAX_LINES); index += 1) {
    const line = lines[index]!;
    if (line.depth !== depth || wrapped > MAX_WRAPPED) break;
    if (isBlank(line)) {
      if ((fields[nextFilled(lines, index)] ?? NONE).length === 0) break;
      continue;
    }
    const found = fields[index]!;
    if (found.length === 0 && isDrawn(line)) break;
    if (found.length === 0) wrapped += 1;
    else [wrapped, to] = [0, index + 1];
    found.forEach((field) => seen.add(field));
  }
  if (seen.size < MIN_FIELDS || !(seen.has('from') || seen.has('date'))) return undefined;
  if (!isOfMail(lines.slice(from, to), fields.slice(from, to)) || isPasted(lines, { from, to })) return undefined;
  if (!seen.has('date') && (isIntroduced(lines, from) || isFrontMatter(lines, { from, to }))) return undefined;
  return { from, to: withWrappedEnd(lines, withFurtherFields(lines, to), depth) };
}

/** Clients draw it above a header: what looks like a field above it is not one of its own. */
const isDrawn = ({ text }: Line): boolean => /^[-–—_=]{3,}$/.test(text.slice(0, 200).trim());

/** "Date: the 25th is fine" above the blank line above a header is said: the header has such a field itself. */
function withoutSaid(doc: Doc, fields: readonly (readonly HeaderField[])[], block: Span): Span {
  let blank = block.from + 1;
  while (blank < block.to && !isBlank(doc.lines[blank])) blank += 1;
  const said = new Set(fields.slice(block.from, blank).flat());
  const below =
    blank < block.to && said.size < MIN_FIELDS ? blockAt(doc, fields, nextFilled(doc.lines, blank)) : undefined;
  if (!below) return block;
  const its = new Set(fields.slice(below.from, below.to).flat());
  return [...said].every((field) => its.has(field)) ? below : block;
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
/** Labels without capitals: no client writes them, but people do, in what they configure. */
const SMALL = /^[a-z][a-z ]{0,28}:/;

/** An address, or a day of a year where the date stands. "From: 3 to 5", "To: Lisbon" and "Date: 14 May" are of a timetable. */
function isOfMail(lines: readonly Line[], fields: readonly (readonly HeaderField[])[]): boolean {
  const from = lines.find((_line, index) => fields[index]!.includes('from'))?.text ?? '';
  if (HOUR.test(from.slice(0, 60))) return false;
  if (lines.some(({ text }) => text.slice(0, 400).includes('@'))) return true;
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
function isPasted(lines: readonly Line[], { from, to }: Span): boolean {
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

/** A label in any language and what it says: `Feladó: Ada <ada@example.test>`. */
const LABELLED = /^[*_]{0,2}[\p{L}\p{M}][\p{L}\p{M} '.-]{0,28}[*_]{0,2} ?[:：][*_]{0,2}\s?(?=\S)/u;
const WHO = /[<[(][^<>()@\s]{1,100}@[^<>()@\s]{1,200}[>\])]|@[\w.-]{1,100}\.\w/;
const WHEN = /(?:\p{Nd}{4}|[./-]\p{Nd}{2})(?!\p{Nd}).{0,30}\p{Nd}{1,2}[:.]\p{Nd}{2}/u;

/**
 * A header in a language that nobody has listed: four labels or more, line by line, the first with an address and one
 * with a date and a time.
 */
function unlistedAt({ lines }: Doc, from: number): Span | undefined {
  let to = from;
  while (
    to < lines.length &&
    to - from < MAX_LABELS &&
    isLabelled(lines[to]!) &&
    lines[to]!.depth === lines[from]!.depth
  )
    to += 1;
  if (to - from <= MIN_FIELDS) return undefined;
  const block = lines.slice(from, to).map(({ text }) => text.slice(0, 400));
  const isHeader = WHO.test(block[0]!) && block.some((text) => WHEN.test(text)) && isBlank(lines[to]);
  return isHeader && !isPasted(lines, { from, to }) ? { from, to } : undefined;
}

function isLabelled({ text }: Line): boolean {
  const beginning = text.slice(0, 60);
  return (beginning.includes(':') || beginning.includes('：')) && LABELLED.test(beginning);
}

const MAX_FURTHER = 4;
const isFurther = ({ text }: Line): boolean => isFurtherLabel(/^[^:：]{0,40}(?=[:：])/.exec(text)?.[0] ?? '');

/**
 * What Outlook adds in the reader's language where there is something to say: "Importance: High". The header ends
 * there, with a blank line.
 */
function withFurtherFields(lines: readonly Line[], to: number): number {
  let end = to;
  while (end - to < MAX_FURTHER && lines[end]?.depth === lines[to - 1]!.depth && isFurther(lines[end]!)) end += 1;
  return isBlank(lines[end]) ? end : to;
}

const NONE: readonly HeaderField[] = [];

/** Some clients put two fields on one line: `À : ada@example.test Objet : Bonjour`. */
function fieldsOf({ text }: Line): readonly HeaderField[] {
  const first = headerFieldOf(text);
  if (!first) return NONE;
  const second = / (\p{L}{2,12}) ?[:：] /u.exec(text.slice(text.search(/[:：]/) + 1, 400));
  const inner = second && headerFieldOf(`${second[1]}:`);
  return inner === 'subject' ? [first, inner] : [first];
}

/** A subject that was wrapped ends at the next blank line, if that is near. */
function withWrappedEnd(lines: readonly Line[], to: number, depth: number): number {
  const next = lines[to];
  const isWrapped =
    next !== undefined &&
    !isBlank(next) &&
    next.depth === depth &&
    /^\s|^[<(]/.test(next.text) &&
    isBlank(lines[to + 1]);
  return isWrapped ? to + 1 : to;
}
