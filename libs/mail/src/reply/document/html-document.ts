import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { isBlockElement, isSpaced } from './blocks.js';
import { bulletOf, indented } from './bullet.js';
import { containerOf } from './containers.js';
import { UNSEEN } from './elements.js';
import { emojiOf } from './emoji.js';
import { parseHtml } from './html-tree.js';
import { endInline } from './inline.js';
import { LineWriter } from './line-writer.js';
import type { Doc } from './line.js';
import { writePicture } from './picture.js';
import { isQuoted, placeOf } from './place-of.js';
import type { Place } from './place.js';
import { cellsOf, columnsOf, rowsOf } from './table.js';
import { wingdingOf } from './wingdings.js';
import { wordBullet } from './word-list.js';

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
  if (isBlockElement(node) || node.name === 'br') writer.beyond('\n');
}

function writeElement(element: Element, writer: LineWriter, outer: Place): void {
  const { name } = element;
  if (name === 'br') return writer.breakLine(outer);
  if (name === 'hr') return writer.rule(outer, isAboveSignature(element) ? '--' : undefined);
  if (name === 'img') return writePicture(element, writer, outer);
  if (name === 'table' && writeTable(element, writer, outer)) return;
  const shown = name === 'span' || name === 'font' ? wingdingOf(element) : undefined;
  if (shown !== undefined) return writer.text(shown, outer);
  const drawn = name === 'span' ? wordBullet(element) : undefined;
  if (drawn !== undefined) return writer.text(indented(drawn, outer), outer);
  writeAround(element, writer, outer);
}

/** What the element does to lines and places, around what is in it. */
function writeAround(element: Element, writer: LineWriter, outer: Place): void {
  const { name } = element;
  const isBlock = isBlockElement(element);
  const isApart = isBlock && isSpaced(element);
  if (isBlock) writer.block(outer, isApart);
  const place = placeOf(element, writer, outer);
  writer.part(place);
  if (place.isVerbatim && !outer.isVerbatim) writer.openBlock();
  if (name === 'li') writer.text(bulletOf(element, place), place);
  if (name === 'td' || name === 'th') writer.cell(place);
  const from = writer.line.position();
  for (const child of element.children) write(child, writer, place);
  endInline(element, writer.line, { from, place });
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
    for (const cell of cellsOf(row)) writeAround(cell, writer, inTable);
    writer.endRow(place, position === 0 ? columns : 0);
  }
  writer.block(place, true);
  return true;
}

const holdsTyped = (writer: LineWriter, place: Place): boolean => isQuoted(writer, place) && writer.typed.hasColour;

/** Foxmail draws one in this colour above the signature, as a person would type two dashes. */
const isAboveSignature = ({ attribs }: Element): boolean => attribs['color']?.toLowerCase() === '#b5c4df';
