import type { Element } from 'domhandler';
import { CARD, isCard } from './card.js';
import { containerOf, type Container } from './containers.js';
import type { LineWriter } from './line-writer.js';
import type { Place } from './place.js';
import { whiteSpaceOf } from './white-space.js';
import { wordListLevel } from './word-list.js';

/** Where the text in an element stands, from where the element does. */
export function placeOf(element: Element, writer: LineWriter, outer: Place): Place {
  const place = placeByMarks(element, writer, outer);
  if (!isQuoted(writer, outer) || writer.marks.headersAbove > 1) return place;
  const isOpened = writer.marks.headersAbove === 1 && outer.depth === 0;
  const isTyped = writer.typed.says(element, { isOpened, isInTyped: outer.isTyped === true });
  return isTyped === undefined ? place : { ...place, indent: isTyped ? 0 : place.indent, isTyped };
}

function placeByMarks(element: Element, writer: LineWriter, outer: Place): Place {
  const container = isOwnGmailQuote(element, writer)
    ? undefined
    : (containerOf(element) ?? cardOf(element, writer, outer));
  if (container) writer.marks.saw(container.name, container.effect);
  const [seen, whiteSpace] = [look(element, outer), whiteSpaceOf(element)];
  if (!container && !seen && !whiteSpace && element.name !== 'blockquote') return outer;
  const place = { ...outer, ...whiteSpace, ...seen };
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
  !writer.marks.hasSeen('gmail_attr') &&
  containerOf(element)?.name === 'gmail_quote' &&
  !writer.marks.hasSeen('gmail_quote_container');

export const isQuoted = (writer: LineWriter, { depth }: Place): boolean => depth > 0 || writer.marks.headersAbove > 0;

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

const HIDING = /display\s*:\s*none|mso-hide\s*:\s*all/i;

const isHidden = ({ attribs }: Element): boolean =>
  attribs['hidden'] !== undefined || (attribs['style'] !== undefined && HIDING.test(attribs['style'].slice(0, 1000)));
