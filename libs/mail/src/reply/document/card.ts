import { isTag, isText, type AnyNode, type Element } from 'domhandler';
import { isSaid } from '../languages/sentences.js';
import { wordsOf } from '../words.js';
import type { Container } from './containers.js';

export const CARD: Container = { name: 'card', effect: 'signature', matches: () => false };

/** Name, role, company, a few ways to reach them, and a line below. */
const MAX_LENGTH = 700;
const MAX_VISITED = 300;
const REACH = /^(?:tel|mailto|https?):/i;

/**
 * Whether a table is a card that a gateway or a client puts below a mail: it begins with a picture or the name of its
 * sender, names that sender, and has both a picture and a way to reach them. Tables that people fill in have no
 * pictures.
 */
export function isCard(table: Element, author: readonly string[]): boolean {
  if (author.length === 0) return false;
  const seen = lookInto(table);
  if (!seen?.hasPicture || !seen.hasReach || seen.hasSentence) return false;
  const words = ` ${wordsOf(seen.text).join(' ')} `;
  const named = author.map((name) => wordsOf(name).join(' ')).filter((name) => words.includes(` ${name} `));
  return named.length > 0 && (seen.beginsWithPicture || named.some((name) => words.startsWith(` ${name} `)));
}

interface Seen {
  text: string;
  hasPicture: boolean;
  hasReach: boolean;
  hasSentence: boolean;
  beginsWithPicture: boolean;
}

/** Nothing where there is more than a card has. */
function lookInto(table: Element): Seen | undefined {
  const seen: Seen = { text: '', hasPicture: false, hasReach: false, hasSentence: false, beginsWithPicture: false };
  const pending: AnyNode[] = [table];
  for (let visited = 0; pending.length > 0; visited += 1) {
    if (visited > MAX_VISITED || seen.text.length > MAX_LENGTH) return undefined;
    const node = pending.pop()!;
    if (isText(node)) {
      seen.text += ` ${node.data.slice(0, MAX_LENGTH)}`;
      seen.hasSentence ||= isSaid(node.data.slice(0, MAX_LENGTH));
    }
    if (!isTag(node)) continue;
    if (node.name === 'img') {
      seen.hasPicture = true;
      seen.beginsWithPicture ||= seen.text.trim() === '';
    }
    seen.hasReach ||= node.name === 'a' && REACH.test(node.attribs['href'] ?? '');
    pending.push(...node.children.slice(0, MAX_VISITED).reverse());
  }
  return seen;
}
