import { PROMPTS } from '../facts/prompt.js';
import { escaped, escapedStart } from './document/markdown.js';
import type { Doc, Line } from './document/line.js';
import { isAttribution, looked, MAX_ATTRIBUTION, openingOf } from './finders/attribution-line.js';

/** An address, a verb and the prompt need more. */
const MIN_LINE = 80;

/**
 * Where a converter lost the line ends of the quote, what introduces it stands on one line with our prompt, perhaps
 * behind the answer: each becomes a line of its own. Whoever only writes about the prompt introduces nothing.
 */
export function apartFromPrompt(doc: Doc): Doc {
  // What counts lines already would have to be counted anew, and says where the quote begins.
  if (doc.opensAt.length > 0) return doc;
  const at = doc.lines.findIndex(({ text }) => promptIn(text) > 0);
  const pieces = at < 0 ? [] : piecesOf(doc.lines[at]!, doc.isHtml === true);
  return pieces.length === 0 ? doc : { ...doc, lines: doc.lines.toSpliced(at, 1, ...pieces) };
}

/** The colon of what introduces a quote, and the prompt behind it. No prompt has a sign that means something here. */
const BEFORE_PROMPT = new RegExp(`[:：] ?(?=${PROMPTS.join('|')})`);

function promptIn(text: string): number {
  if (text.length < MIN_LINE) return -1;
  const colon = BEFORE_PROMPT.exec(text);
  return colon ? colon.index + colon[0].length : -1;
}

function piecesOf(line: Line, isHtml: boolean): Line[] {
  const at = promptIn(line.text);
  const above = line.text.slice(0, at).trimEnd();
  const start = introductionIn(above);
  // In HTML the answer may have links and emphasis, which its text alone does not tell.
  if (start === undefined || (isHtml && start > 0 && line.markdown !== undefined)) return [];
  const texts = [above.slice(0, start).trimEnd(), above.slice(start), line.text.slice(at)];
  return texts.filter((text) => text !== '').map((text) => pieceOf(line, text, isHtml));
}

/** Where the attribution begins that ends the text: at its start, or behind the end of a sentence. */
function introductionIn(text: string): number | undefined {
  if (introduces(text) && openingOf(text) !== 'other') return 0;
  for (let at = text.length - 1; at > 0 && text.length - at < MAX_ATTRIBUTION; at -= 1) {
    if (text[at] !== ' ' || !/[.!?…)]/.test(text[at - 1]!)) continue;
    const rest = text.slice(at + 1);
    if (openingOf(rest) === 'opener' && introduces(rest)) return at + 1;
  }
  return undefined;
}

const introduces = (text: string): boolean => text.length <= MAX_ATTRIBUTION && isAttribution(looked(text));

const pieceOf = (line: Line, text: string, isHtml: boolean): Line => ({
  ...line,
  text,
  raw: text,
  markdown: isHtml ? escapedStart(escaped(text)) : undefined,
});
