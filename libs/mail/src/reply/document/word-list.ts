import type { Element } from 'domhandler';
import { textStart } from './text-start.js';

/** Word writes an item of a list as a paragraph, says in its style which level it is of, and draws the bullet itself. */
const ITEM = /mso-list\s*:\s*l\d{1,4}\s+level(\d)/i;
const BULLET = /mso-list\s*:\s*ignore/i;
/** What numbers an item: `1.`, `2.1`, `(b)`. A letter without more is a picture of a symbol font. */
const NUMBER = /^\(?(?:\d{1,3}(?:\.\d{1,3}){0,5}[.)]?|\p{L}{1,5}[.)])$/u;

const styleOf = ({ attribs }: Element): string => (attribs['style'] ?? '').slice(0, 1000);

/** Every span and paragraph is asked, and most are of no list. */
const hasWordList = ({ attribs }: Element): boolean => attribs['style']?.includes('mso-list') === true;

/** How many lists a paragraph of Word is in. */
export function wordListLevel(element: Element): number | undefined {
  if (element.name !== 'p') return undefined;
  const level = hasWordList(element) ? ITEM.exec(styleOf(element))?.[1] : undefined;
  return level === undefined ? undefined : Number(level);
}

/** The bullet that Word drew, as lists in text have it. */
export function wordBullet(element: Element): string | undefined {
  if (element.name !== 'span' || !hasWordList(element) || !BULLET.test(styleOf(element))) return undefined;
  const drawn = textStart(element)
    .replace(/[\s\u00a0]+/g, ' ')
    .trim();
  return NUMBER.test(drawn) || /\p{N}|\p{L}{2}/u.test(drawn) ? drawn : '-';
}
