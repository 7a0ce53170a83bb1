import type { Finder } from '../boundary.js';
import { nextFilled, type Doc } from '../document/line.js';
import { ORIGINAL_MESSAGE } from '../languages/attributions.js';
import { headerFieldOf, labelWithoutColon } from '../languages/header-labels.js';
import { plain } from '../words.js';

const KNOWN = new Set(ORIGINAL_MESSAGE);
const MAX_LENGTH = 120;
/** From, to, cc, date, subject, and one more. */
const MAX_LABELS = 6;

/** "-----Original Message-----" in the languages of the clients, and where helpdesks say in any language to type above. */
export const separatorFinder: Finder = (doc) => {
  const first = nextFilled(doc.lines, 0);
  const at = doc.lines.findIndex(
    ({ text, depth }, index) => depth === 0 && (isSeparator(text) || (index > first && isOfHelpdesk(text))),
  );
  if (at < 0) return undefined;
  return {
    kind: 'separator',
    strength: 'strong',
    furniture: [{ from: at, to: belowLabels(doc, at + 1) }],
    quoted: [{ from: at, to: doc.lines.length }],
  };
};

/** Right below it some clients write the header without colons, or all of it on one line. */
function belowLabels({ lines }: Doc, from: number): number {
  let to = from;
  while (to < lines.length && to - from < MAX_LABELS && isLabelled(lines[to]!.text)) to += 1;
  return to;
}

const isLabelled = (text: string): boolean => (labelWithoutColon(text) ?? headerFieldOf(text)) !== undefined;

/** Nobody draws that by hand. As the first line of all it stands above what the helpdesk sends for its own people. */
const isOfHelpdesk = (text: string): boolean => text.startsWith('##- ') && /^##- .{5,200} -##$/.test(text);

/** QQ Mail in English: between fewer dashes it may be a heading. */
const OF_QQ = /^-{12,30}\s*Original\s*-{12,30}$/;

function isSeparator(text: string): boolean {
  if (text.startsWith('-----') && OF_QQ.test(plain(text.slice(0, MAX_LENGTH).replaceAll('&nbsp;', ' ')))) return true;
  if (!/[-‐–—_=]|begin/i.test(text.slice(0, MAX_LENGTH)) || !namesOriginal(text)) return false;
  const line = plain(text);
  return /^[-‐–—_=]{2}/.test(line) || /^begin /i.test(line);
}

/** Whether the line says "Original Message" and nothing else. Without dashes that counts only above a header. */
export function namesOriginal(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  // QQ Mail leaves the entities of its HTML in its plain text.
  const spaced = text.includes('&nbsp;') ? text.replaceAll('&nbsp;', ' ') : text;
  const words = plain(spaced).replace(/^[-‐–—_=\s]+|[-‐–—_=:\s]+$/g, '');
  return KNOWN.has(words.toLowerCase().replaceAll('i\u0307', 'i'));
}
