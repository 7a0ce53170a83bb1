import type { Finder, Span } from '../boundary.js';
import { isBlank, nextFilled, type Doc, type Line } from '../document/line.js';
import { indentedEnd } from './indented-end.js';
import { headerFieldOf, type HeaderField } from '../languages/header-labels.js';
import { endOfHeader } from './end-of-header.js';
import { notesHeaderAt } from './notes-header.js';
import { unlistedHeaderAt } from './unlisted-header.js';
import { isWrittenByClient } from './written-by-client.js';

/** "From: … To: …" occurs in sentences; a third field makes it a header. */
const MIN_FIELDS = 3;
/** From, date, to, cc and subject, each wrapped once or twice and perhaps double-spaced. */
const MAX_LINES = 20;
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
      unlistedHeaderAt(doc, index) ??
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
  const block = { from, to, fields: fields.slice(from, to) };
  if (!isWrittenByClient(lines, block)) return undefined;
  return { from, to: endOfHeader(lines, to) };
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

const NONE: readonly HeaderField[] = [];

/** Some clients put two fields on one line: `À : ada@example.test Objet : Bonjour`. */
function fieldsOf({ text }: Line): readonly HeaderField[] {
  const first = headerFieldOf(text);
  if (!first) return NONE;
  const second = / (\p{L}{2,12}) ?[:：] /u.exec(text.slice(text.search(/[:：]/) + 1, 400));
  const inner = second && headerFieldOf(`${second[1]}:`);
  return inner === 'subject' ? [first, inner] : [first];
}
