import type { Finder, Span } from '../boundary.js';
import { isBlank, type Doc } from '../document/line.js';
import { FOOTER_BEGINNINGS } from '../languages/footers.js';
import { plain } from '../words.js';
import { spansWhere } from '../spans.js';

/** A list footer names the list and its address. */
const MAX_LIST_FOOTER = 10;

/** What gateways and list servers add: warnings above, footers below. */
export const footerFinder: Finder = (doc) => {
  const added = spansWhere(doc.lines, ({ text }) => isAdded(text));
  const list = listFooter(doc);
  const furniture = list ? [...added, list] : added;
  return furniture.length === 0 ? undefined : { kind: 'footer', strength: 'weak', furniture };
};

const isAdded = (text: string): boolean => {
  const line = plain(text.slice(0, 400)).toLowerCase();
  return FOOTER_BEGINNINGS.some((beginning) => line.startsWith(beginning));
};

/** A line of underscores near the end, with the address of a list below it. */
function listFooter({ lines }: Doc): Span | undefined {
  let end = lines.length;
  while (end > 0 && isBlank(lines[end - 1])) end -= 1;
  for (let from = end - 1; from >= Math.max(0, end - MAX_LIST_FOOTER); from -= 1) {
    const isRule = lines[from]!.depth === 0 && /^_{2,}$/.test(lines[from]!.text.trim());
    if (isRule)
      return lines.slice(from + 1, end).some(({ text }) => /https?:\/\/|mailing list/i.test(text))
        ? { from, to: end }
        : undefined;
  }
  return undefined;
}
