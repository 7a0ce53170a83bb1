import type { Span } from './boundary.js';
import { tellsContact } from './contact.js';
import { isBlank, nextFilled, type Line } from './document/line.js';
import { isSaid } from './languages/sentences.js';
import { fitsName, holdsName } from './own-name.js';

/** Name, role, company, street, town, three numbers, an address, a link, a slogan. */
const MAX_LINES = 12;
const MAX_LINE = 100;
/** A name and a number alone are an answer: "Bob Harker" "0151 555 0199". */
const MIN_LINES = 3;

/** The lines up to the end where they can be a card: a few, none a sentence, and one tells how somebody is reached. */
export function cardLines(lines: readonly Line[], { from, to }: Span): string[] | undefined {
  const texts: string[] = [];
  for (let at = nextFilled(lines, from); at < to; at = nextFilled(lines, at + 1)) {
    const { text, depth } = lines[at]!;
    if (texts.length === MAX_LINES || text.length > MAX_LINE || depth > 0) return undefined;
    texts.push(text);
  }
  return texts.some(tellsContact) && !texts.some(isSaid) ? texts : undefined;
}

/** What stands above introduces: the card is what the person tells. */
function isIntroduced(lines: readonly Line[], from: number): boolean {
  let above = from - 1;
  while (above > 0 && isBlank(lines[above])) above -= 1;
  return /[:：]\s*$/.test(lines[above]?.text.slice(-80) ?? '');
}

/** No name ends like that; most paragraphs are told by it. */
const ENDS_SAID = /[.!?,;:。！？、]$/;

/** Whether a paragraph that begins with the person's own name is a card, to the end: nothing else parts it from what they said. */
export function isOwnCard(lines: readonly Line[], span: Span, author: readonly string[]): boolean {
  const { text } = lines[span.from]!;
  if (author.length === 0 || text.length > MAX_LINE || !isBlank(lines[span.from - 1]) || ENDS_SAID.test(text))
    return false;
  const texts = cardLines(lines, span);
  return isOf(texts, author) && isNamed(texts[0]!, author) && !isIntroduced(lines, span.from);
}

/** Whether what stands below a drawn line is a card of who wrote the mail; where From is not known, of anybody. */
export function isCardBelow(lines: readonly Line[], span: Span, author: readonly string[]): boolean {
  const texts = cardLines(lines, span);
  if (!isOf(texts, author)) return false;
  if (author.length === 0) return isBareName(texts[0]!);
  return texts.some((text) => isNamed(text, author) || author.some((one) => one.includes('@') && text.includes(one)));
}

/** Long enough, and without an address at another domain: that is a list of people. */
function isOf(texts: string[] | undefined, author: readonly string[]): texts is string[] {
  if (!texts || texts.length < MIN_LINES) return false;
  const domains = author.map((one) => one.slice(one.lastIndexOf('@') + 1));
  return !texts.some((text) => ADDRESS.test(text) && author.length > 0 && !domains.some((one) => text.includes(one)));
}

const ADDRESS = /\S@\S{1,100}\.\S/;

const isNamed = (text: string, author: readonly string[]): boolean => fitsName(text, author) || holdsName(text, author);

/** Two to four words, each with a capital. */
const isBareName = (text: string): boolean => /^\p{Lu}[\p{L}\p{M}'’.-]+(?: \p{Lu}[\p{L}\p{M}'’.-]*){1,3}$/u.test(text);
