import type { Element } from 'domhandler';
import { isBlockElement } from './blocks.js';
import type { Place } from './place.js';

/** The property of CSS, and what it says of line breaks. */
const WHITE_SPACE = /white-space\s*:\s*(pre(?:-wrap|-line)?|break-spaces|normal|nowrap)(?![\w-])/i;
/** Editors of code write each line as a block of its own into one that keeps spaces. */
const OF_CODE = /font-family\s*:[^;]{0,200}(?:monospace|consolas|courier|menlo|monaco)/i;

/** How the style of an element has white space in it treated; `undefined` where it says nothing of it. */
export function whiteSpaceOf(element: Element): Pick<Place, 'isVerbatim' | 'keepsBreaks'> | undefined {
  const style = element.attribs['style'];
  if (style === undefined || !style.includes('white-space')) return undefined;
  const value = WHITE_SPACE.exec(style.slice(0, 1000))?.[1]?.toLowerCase();
  if (value === undefined) return undefined;
  if (value === 'pre' && isBlockElement(element) && OF_CODE.test(style.slice(0, 1000))) return { isVerbatim: true };
  return { keepsBreaks: value !== 'normal' && value !== 'nowrap' };
}
