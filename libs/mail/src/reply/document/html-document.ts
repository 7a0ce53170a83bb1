import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { CARD, isCard } from './card.js';
import { containerOf, type Container } from './containers.js';
import { emojiOf } from './emoji.js';
import { parseHtml } from './html-tree.js';
import { escapedAlternative } from './markdown.js';
import { beginning } from '../../whole-characters.js';
import { cellsOf, columnsOf, rowsOf } from './table.js';
import { LineWriter, type Mark, type Place } from './line-writer.js';
import type { Doc } from './line.js';
import { wordBullet, wordListLevel } from './word-list.js';

/** Not for reading. */
const UNSEEN = new Set(['head', 'title', 'style', 'script', 'template', 'object', 'iframe', 'noscript']);
const BLOCKS = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Blocks with space around them, unless their style takes it away. */
const SPACED = new Set('p h1 h2 h3 h4 h5 h6 ul ol pre blockquote dl'.split(' '));

/** A picture's description; what is longer is written for machines. */
const MAX_ALTERNATIVE = 120;

/** Reads HTML as lines of text with what the client says about them. `author` is From: addresses and names. */
export function toHtmlDocument(html: string, author: readonly string[] = []): Doc {
  const { root, rest } = parseHtml(html);
  const writer = new LineWriter({ author, hasGmailIntroduction: html.includes('gmail_attr') });
  for (const node of root.children) write(node, writer, { depth: 0, indent: 0, list: 0 });
  const doc = writer.finish();
  return { ...doc, rest: `${doc.rest}\n${rest}`.trim() };
}

/** Recursion is bounded by the depth of the tree. */
function write(node: AnyNode, writer: LineWriter, place: Place): void {
  if (writer.isFull) skim(node, writer);
  else if (isText(node)) writer.text(node.data, place);
  else if (isTag(node) && !UNSEEN.has(node.name)) writeElement(node, writer, place);
}

/** What is beyond the limits is kept as text, line by line. */
function skim(node: AnyNode, writer: LineWriter): void {
  if (isText(node)) return writer.beyond(node.data.replace(/\s+/g, ' '));
  if (!isTag(node) || UNSEEN.has(node.name)) return;
  if (node.name === 'img') return writer.beyond(emojiOf(node.attribs));
  for (const child of node.children) skim(child, writer);
  if (BLOCKS.has(node.name) || node.name === 'br') writer.beyond('\n');
}

function writeElement(element: Element, writer: LineWriter, outer: Place): void {
  const { name } = element;
  if (name === 'br') return writer.breakLine(outer);
  if (name === 'hr') return writer.rule(outer, isAboveSignature(element) ? '--' : undefined);
  if (name === 'img') return writePicture(element, writer, outer);
  if (name === 'table' && writeTable(element, writer, outer)) return;
  const drawn = name === 'span' ? wordBullet(element) : undefined;
  if (drawn !== undefined) return writer.text(indented(drawn, outer), outer);
  const isBlock = BLOCKS.has(name);
  const isApart = isBlock && isSpaced(element);
  if (isBlock) writer.block(outer, isApart);
  const place = placeOf(element, writer, outer);
  writer.part(place);
  if (name === 'pre') writer.openBlock();
  if (name === 'li') writer.text(bullet(element, place), place);
  if (name === 'td' || name === 'th') writer.cell(place);
  const from = writer.position();
  for (const child of element.children) write(child, writer, place);
  if (name === 'a') writer.link(targetOf(element), from, place);
  if (INLINE[name] && !place.isVerbatim) INLINE[name](writer, from, place);
  if (isBlock) writer.block(place, isApart);
}

/** A table of data stays one, row by row. What the client quotes is only compared, and layouts are no tables. */
function writeTable(table: Element, writer: LineWriter, place: Place): boolean {
  const mayHold = place.depth + place.indent + place.list === 0 && !containerOf(table) && !holdsTyped(writer, place);
  const columns = mayHold ? columnsOf(table) : undefined;
  if (columns === undefined) return false;
  writer.block(place, true);
  const inTable = { ...placeOf(table, writer, place), isInTable: true };
  for (const [position, row] of rowsOf(table).entries()) {
    for (const cell of cellsOf(row)) writeElement(cell, writer, inTable);
    writer.endRow(place, position === 0 ? columns : 0);
  }
  writer.block(place, true);
  return true;
}

const isQuoted = (writer: LineWriter, { depth }: Place): boolean => depth > 0 || writer.headersAbove > 0;

const holdsTyped = (writer: LineWriter, place: Place): boolean => isQuoted(writer, place) && writer.typed.hasColour;

/** What an element around a piece of a line is in Markdown. */
const INLINE: Readonly<Record<string, (writer: LineWriter, from: Mark, place: Place) => void>> = {
  b: (writer, from) => writer.emphasis(from, '**'),
  strong: (writer, from) => writer.emphasis(from, '**'),
  i: (writer, from) => writer.emphasis(from, '*'),
  em: (writer, from) => writer.emphasis(from, '*'),
  s: (writer, from) => writer.emphasis(from, '~~'),
  del: (writer, from) => writer.emphasis(from, '~~'),
  strike: (writer, from) => writer.emphasis(from, '~~'),
  code: (writer, from, place) => writer.code(from, place),
  tt: (writer, from, place) => writer.code(from, place),
  kbd: (writer, from, place) => writer.code(from, place),
};

function placeOf(element: Element, writer: LineWriter, outer: Place): Place {
  const place = placeByMarks(element, writer, outer);
  if (!isQuoted(writer, outer) || writer.headersAbove > 1) return place;
  const isOpened = writer.headersAbove === 1 && outer.depth === 0;
  const isTyped = writer.typed.says(element, { isOpened, isInTyped: outer.isTyped === true });
  return isTyped === undefined ? place : { ...place, indent: isTyped ? 0 : place.indent, isTyped };
}

function placeByMarks(element: Element, writer: LineWriter, outer: Place): Place {
  const container = isOwnGmailQuote(element, writer)
    ? undefined
    : (containerOf(element) ?? cardOf(element, writer, outer));
  if (container) writer.saw(container.name, container.effect);
  const seen = look(element, outer);
  if (!container && !seen && element.name !== 'blockquote') return outer;
  const place = { ...outer, ...seen };
  if (container?.effect === 'quote')
    return { ...place, depth: outer.depth + 1, indent: 0, container: outer.container ?? container.name };
  if (container?.effect === 'signature') return { ...place, role: outer.role ?? 'signature' };
  if (container?.effect === 'attribution' || container?.effect === 'opens') return { ...place, role: 'attribution' };
  if (element.name !== 'blockquote') return place;
  return outer.depth > 0 ? { ...place, depth: outer.depth + 1 } : { ...place, indent: outer.indent + 1 };
}

/** Whoever quotes something else with the button of Gmail has the same mark, above what Gmail itself introduces. */
const isOwnGmailQuote = (element: Element, writer: LineWriter): boolean =>
  element.name === 'blockquote' &&
  writer.mail.hasGmailIntroduction &&
  !writer.hasSeen('gmail_attr') &&
  containerOf(element)?.name === 'gmail_quote' &&
  !writer.hasSeen('gmail_quote_container');

/** Foxmail draws one in this colour above the signature, as a person would type two dashes. */
const isAboveSignature = ({ attribs }: Element): boolean => attribs['color']?.toLowerCase() === '#b5c4df';

const cardOf = (element: Element, writer: LineWriter, outer: Place): Container | undefined =>
  element.name === 'table' && !isQuoted(writer, outer) && isCard(element, writer.mail.author) ? CARD : undefined;

function look(element: Element, outer: Place): Partial<Place> | undefined {
  if (isHidden(element)) return { role: 'hidden' };
  if (element.name === 'pre') return { isVerbatim: true };
  if (/^h[1-6]$/.test(element.name)) return { heading: Number(element.name[1]) };
  if (element.name === 'ul' || element.name === 'ol') return { list: outer.list + 1 };
  const level = wordListLevel(element);
  return level === undefined ? undefined : { list: outer.list + level };
}

const styleOf = (element: Element): string => (element.attribs['style'] ?? '').slice(0, 1000).toLowerCase();

const HIDING = /display\s*:\s*none|mso-hide\s*:\s*all/i;

const isHidden = ({ attribs }: Element): boolean =>
  attribs['hidden'] !== undefined || (attribs['style'] !== undefined && HIDING.test(attribs['style'].slice(0, 1000)));

/** Whether a browser leaves space around the element. Markdown needs it around a block quote whatever its style. */
function isSpaced(element: Element): boolean {
  if (!SPACED.has(element.name) || isInList(element)) return false;
  return element.name === 'blockquote' || !isTight(element);
}

/** Outlook writes each line as a paragraph without margins. */
const isTight = (element: Element): boolean =>
  /\bMso(?:Normal|PlainText|ListParagraph)/.test(element.attribs['class'] ?? '') ||
  /margin(?:-top|-bottom)?\s*:\s*0/.test(styleOf(element));

const isInList = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && /^(?:li|ul|ol)$/.test(parent.name);

/** Outlook keeps what a person linked to beside what its gateway made of that. */
const targetOf = ({ attribs }: Element): string =>
  /^https?:\/\//i.test(attribs['originalsrc'] ?? '') ? attribs['originalsrc']! : (attribs['href'] ?? '');

/** Pictures from elsewhere tell their sender who reads; what they show is said by their alternative text. */
function writePicture(element: Element, writer: LineWriter, place: Place): void {
  const character = emojiOf(element.attribs);
  if (character !== '') return writer.text(character, place);
  const own = picture(element);
  if (own !== '') return writer.written(own, place);
  const alternative = (element.attribs['alt'] ?? '').trim();
  const isSaid = alternative.length <= MAX_ALTERNATIVE && /^https?:/i.test(element.attribs['src'] ?? '');
  if (isSaid && alternative !== '' && place.depth === 0 && place.role === undefined)
    writer.aside(`[image: ${escapedAlternative(alternative)}]`);
}

/** One that came with the mail, in Markdown. What lies elsewhere tells its server who looks, and when. */
function picture(element: Element): string {
  const source = /^\s*cid:([^\s()<>\\`[\]]{1,998})\s*$/i.exec(element.attribs['src'] ?? '')?.[1];
  const alternative = beginning(element.attribs['alt'] ?? '', 100);
  return source === undefined ? '' : `![${escapedAlternative(alternative)}](cid:${source})`;
}

function bullet(element: Element, place: Place): string {
  const parent = element.parent as Element | null;
  return indented(parent?.name === 'ol' ? `${positionOf(element)}.` : '-', place);
}

const indented = (bullet: string, { list }: Place): string =>
  `${'\u00a0\u00a0'.repeat(Math.min(Math.max(0, list - 1), 5))}${bullet}\u00a0`;

/** Counting stops where nobody numbers by hand any more, so that long lists stay linear. */
function positionOf(element: Element): number {
  const start = Number.parseInt((element.parent as Element | null)?.attribs['start'] ?? '1', 10);
  let position = start >= 0 && start < 1000 ? start : 1;
  let counted = 1;
  for (let before = element.prev; before && counted < 100; before = before.prev) {
    if (!isTag(before) || before.name !== 'li') continue;
    position += 1;
    counted += 1;
  }
  return position;
}
