import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { containerOf } from './containers.js';
import { parseHtml } from './html-tree.js';
import { LineWriter, type Place } from './line-writer.js';
import type { Doc } from './line.js';

/** Not for reading. */
const UNSEEN = new Set(['head', 'title', 'style', 'script', 'template', 'object', 'iframe', 'noscript']);
const BLOCKS = new Set(
  'address article aside blockquote body center dd div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** Blocks with space around them, unless their style takes it away. */
const SPACED = new Set('p h1 h2 h3 h4 h5 h6 ul ol pre blockquote dl'.split(' '));

/** Reads HTML as lines of text with what the client says about them. */
export function toHtmlDocument(html: string): Doc {
  const { root, rest } = parseHtml(html);
  const writer = new LineWriter();
  for (const node of root.children) write(node, writer, { depth: 0, indent: 0, list: 0 });
  const doc = writer.finish();
  return { ...doc, rest: `${doc.rest}\n${rest}`.trim() };
}

/** Recursion is bounded by the depth of the tree. */
function write(node: AnyNode, writer: LineWriter, place: Place): void {
  if (isText(node)) writer.text(node.data, place);
  else if (isTag(node) && !UNSEEN.has(node.name)) writeElement(node, writer, place);
}

function writeElement(element: Element, writer: LineWriter, outer: Place): void {
  const { name } = element;
  if (name === 'br') return writer.breakLine(outer);
  if (name === 'hr') return writer.rule(outer);
  if (name === 'img') return writer.text(emoji(element) || picture(element), outer);
  const isBlock = BLOCKS.has(name);
  if (isBlock) writer.block(outer, isSpaced(element));
  const place = placeOf(element, writer, outer);
  if (name === 'li') writer.text(bullet(element, place), place);
  if (name === 'td' || name === 'th') writer.cell(place);
  for (const child of element.children) write(child, writer, place);
  if (name === 'a') writer.link(element.attribs['href'] ?? '', place);
  if (isBlock) writer.block(place, isSpaced(element));
}

function placeOf(element: Element, writer: LineWriter, outer: Place): Place {
  const container = containerOf(element);
  if (container) writer.saw(container.name, container.effect);
  const place = { ...outer, ...(element.name === 'a' && { linkFrom: writer.position() }), ...look(element, outer) };
  if (container?.effect === 'quote')
    return { ...place, depth: outer.depth + 1, indent: 0, container: outer.container ?? container.name };
  if (container?.effect === 'signature') return { ...place, role: outer.role ?? 'signature' };
  if (container?.effect === 'attribution' || container?.effect === 'opens') return { ...place, role: 'attribution' };
  if (element.name !== 'blockquote') return place;
  return outer.depth > 0 ? { ...place, depth: outer.depth + 1 } : { ...place, indent: outer.indent + 1 };
}

function look(element: Element, outer: Place): Partial<Place> {
  if (isHidden(element)) return { role: 'hidden' };
  if (element.name === 'pre') return { isVerbatim: true };
  return element.name === 'ul' || element.name === 'ol' ? { list: outer.list + 1 } : {};
}

const styleOf = (element: Element): string => (element.attribs['style'] ?? '').slice(0, 1000).toLowerCase();

const isHidden = (element: Element): boolean =>
  /display\s*:\s*none|mso-hide\s*:\s*all/.test(styleOf(element)) || element.attribs['hidden'] !== undefined;

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

/** Gmail sends emoji as pictures whose alternative text is the character. */
function emoji(element: Element): string {
  const alternative = element.attribs['data-emoji'] ?? element.attribs['alt'] ?? '';
  return /^[\p{Extended_Pictographic}\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]{1,12}$/u.test(alternative)
    ? alternative
    : '';
}

/** One that came with the mail, in Markdown. What lies elsewhere tells its server who looks, and when. */
function picture(element: Element): string {
  const source = /^\s*cid:([^\s()]{1,998})\s*$/i.exec(element.attribs['src'] ?? '')?.[1];
  const alternative = (element.attribs['alt'] ?? '').slice(0, 100).replace(/[[\]\s]+/g, ' ');
  return source === undefined ? '' : `![${alternative.trim()}](cid:${source})`;
}

function bullet(element: Element, { list }: Place): string {
  const parent = element.parent as Element | null;
  const number = parent?.name === 'ol' ? positionOf(element) : undefined;
  return `${'\u00a0\u00a0'.repeat(Math.min(Math.max(0, list - 1), 5))}${number === undefined ? '-' : `${number}.`}\u00a0`;
}

/** Counting stops where nobody numbers by hand any more, so that long lists stay linear. */
function positionOf(element: Element): number {
  let position = 1;
  for (let before = element.prev; before && position < 100; before = before.prev) {
    if (isTag(before) && before.name === 'li') position += 1;
  }
  return position;
}
