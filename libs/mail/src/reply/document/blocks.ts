import { isTag, type Element } from 'domhandler';
import { BLOCKS } from './elements.js';

export const isBlockElement = ({ name }: Element): boolean => BLOCKS.has(name);

/** Blocks with space around them, unless their style takes it away. */
const SPACED = new Set('p h1 h2 h3 h4 h5 h6 ul ol pre blockquote dl'.split(' '));

/** Whether a browser leaves space around the element. Markdown needs it around a block quote whatever its style. */
export function isSpaced(element: Element): boolean {
  if (!SPACED.has(element.name) || isInList(element)) return false;
  return element.name === 'blockquote' || !isTight(element);
}

/** Outlook writes each line as a paragraph without margins. */
const isTight = (element: Element): boolean =>
  /\bMso(?:Normal|PlainText|ListParagraph)/.test(element.attribs['class'] ?? '') ||
  /margin(?:-top|-bottom)?\s*:\s*0/.test(styleOf(element));

const styleOf = (element: Element): string => (element.attribs['style'] ?? '').slice(0, 1000).toLowerCase();

const isInList = ({ parent }: Element): boolean =>
  parent !== null && isTag(parent) && /^(?:li|ul|ol)$/.test(parent.name);
