import type { Span } from './boundary.js';
import { tellsContact } from './contact.js';
import { filledAbove, isBlank, nextFilled, type Line } from './document/line.js';
import { isCourtesy } from './languages/courtesies.js';
import { isRegistration } from './languages/legal.js';
import { isPostscript, isSaid } from './languages/sentences.js';
import { isNameLine, isOnlyName } from './own-name.js';

/** Name, role, company, street, town, three numbers, an address, a link, a slogan. */
const MAX_LINES = 12;
const MAX_LINE = 100;
/** A name and a number alone are an answer: "Bob Harker" "0151 555 0199". */
const MIN_LINES = 3;

/**
 * The lines up to the end where they can be a card: a few, none a sentence but for what it `mayHold`, and one tells how
 * somebody is reached or where they are entered.
 */
export function cardLines(
  lines: readonly Line[],
  { from, to }: Span,
  mayHold: (at: number) => boolean = () => false,
): string[] | undefined {
  const texts: string[] = [];
  for (let at = nextFilled(lines, from); at < to; at = nextFilled(lines, at + 1)) {
    const { text, depth } = lines[at]!;
    if (texts.length === MAX_LINES || depth > 0) return undefined;
    const isEntry = text.length <= MAX_LINE && !isSaid(text) && !isProse(text);
    if (!isEntry && !(isRegistration(text) && !ASKS.test(text)) && !mayHold(at)) return undefined;
    texts.push(text);
  }
  return texts.some(tellsWho) ? texts : undefined;
}

/** Many languages write it small. */
const MAX_ROLE = 60;
const ASKS = /[?？؟]/;

/**
 * Whether a line is of the card that it stands in, below a closing, whatever it says: a slogan, or when somebody works,
 * right below how they are reached; a role right below their name; or nothing but a link.
 */
export function isInCard(lines: readonly Line[], at: number, author: readonly string[]): boolean {
  const { text, isLink } = lines[at]!;
  if (isLink) return true;
  if (ASKS.test(text) || isPostscript(text)) return false;
  if (text.length <= MAX_ROLE && !ENDS_SAID.test(text) && isNamed(lines[at - 1]!.text, author)) return true;
  for (let above = at - 1; above >= Math.max(0, at - MAX_LINES) && !isBlank(lines[above]); above -= 1)
    if (tellsWho(lines[above]!.text)) return true;
  return false;
}

/** How somebody is reached, or where their company is entered: nobody but a company says that. */
const tellsWho = (text: string): boolean => tellsContact(text) || isRegistration(text);

/** So many words that begin small are of a sentence; of what begins small itself fewer, but for `tel.` and the like. */
const MANY_SMALL = 4;
const ALL_SMALL = 3;
const LABEL = /^(?:www\.|https?:|tel|mob|fax|e-?mail|[tmf]\b)/i;
/** "i. A. Bob Harker", "dr. Ada King", "тел. 8 (495) 555". */
const TITLE = /^\p{Ll}{1,4}\. ?(?:\p{Lu}|[+(]?\p{Nd})/u;

/** People end few of their sentences with a full stop. */
export function isProse(text: string): boolean {
  const words = text.trim().split(/\s+/);
  const small = words.filter((word) => /^\p{Ll}/u.test(word) && !/[@./]/.test(word)).length;
  return (
    small >= MANY_SMALL ||
    (words.length >= ALL_SMALL && /^\p{Ll}/u.test(text) && !LABEL.test(text) && !TITLE.test(text))
  );
}

const ENDS_SENTENCE = /[.!?…。！？)]["'”’»]?\s*$|\p{Extended_Pictographic}\s*$/u;

/** A first name and a surname. */
const MAX_NAME = 40;

/** What stands above is said to its end: else it may introduce the card, and the card is what the person tells. */
function isAfterSentence(lines: readonly Line[], from: number): boolean {
  const above = filledAbove(lines, from);
  return above !== undefined && ENDS_SENTENCE.test(lines[above]!.text.slice(-80));
}

/**
 * Or they have said something and thanked or wished well, which introduces nothing. That stays: it may be said. A card
 * below a greeting alone is the answer.
 */
function isAfterCourtesy(lines: readonly Line[], from: number): boolean {
  const above = filledAbove(lines, from);
  if (above === undefined || lines[above]!.depth > 0 || !isCourtesy(lines[above]!.text)) return false;
  const said = filledAbove(lines, above);
  return said !== undefined && lines[said]!.depth === 0;
}

/** Or they have signed, which is to say something and put their name below it: the name alone is an answer. */
function isAfterName(lines: readonly Line[], from: number, author: readonly string[]): boolean {
  const name = filledAbove(lines, from);
  const said = name === undefined ? undefined : filledAbove(lines, name);
  if (name === undefined || said === undefined || lines[said]!.depth > 0) return false;
  const { text, depth } = lines[name]!;
  return depth === 0 && text.length <= MAX_NAME && isOnlyName(text, author);
}

/** A house stands right below the name, where a card has a role or a company: that may be what was asked for. */
function isAddressOfHouse(texts: readonly string[]): boolean {
  const [, second = ''] = texts.flatMap(entriesOf);
  return /\p{N}/u.test(second) && !tellsContact(second);
}

/** No name ends like that; most paragraphs are told by it. */
const ENDS_SAID = /[.!?,;:。！？、]$/;

/**
 * Whether a paragraph that begins with the person's own name is a card, to the end: nothing else parts it from what
 * they said.
 */
export function isOwnCard(lines: readonly Line[], span: Span, author: readonly string[]): boolean {
  const { text } = lines[span.from]!;
  if (author.length === 0 || text.length > MAX_LINE || ENDS_SAID.test(text)) return false;
  const isCourteous = isAfterCourtesy(lines, span.from);
  if (!isCourteous && !isBlank(lines[span.from - 1])) return false;
  const texts = cardLines(lines, span);
  if (!isOf(texts, author)) return false;
  const isSigned = isCourteous && !isAddressOfHouse(texts);
  if (isSigned && texts.length === 1) return isNamed(entriesOf(texts[0]!)[0]!, author);
  if (!isNamed(texts[0]!, author)) return false;
  if (!isSigned && !isBlank(lines[span.from - 1])) return false;
  if (isAfterName(lines, span.from, author)) return true;
  return isWithoutBars(texts) && (isSigned || isAfterSentence(lines, span.from));
}

/** Below a company and its department at most. */
const NAME_WITHIN = 3;

/** Whether what stands below a drawn line is a card of who wrote the mail; where From is not known, of anybody. */
export function isCardBelow(lines: readonly Line[], span: Span, author: readonly string[]): boolean {
  const texts = cardLines(lines, span);
  if (!isOf(texts, author) || !isWithoutBars(texts)) return false;
  if (author.length === 0) return isBareName(texts[0]!);
  return (
    texts.slice(0, NAME_WITHIN).some((text) => isNamed(text, author)) || texts.some((text) => isAddress(text, author))
  );
}

/** Long enough, and without an address at another domain: that is a list of people. */
function isOf(texts: string[] | undefined, author: readonly string[]): texts is string[] {
  if (!texts || texts.flatMap(entriesOf).length < MIN_LINES) return false;
  const domains = author.map((one) => one.slice(one.lastIndexOf('@') + 1));
  return !texts.some((text) => ADDRESS.test(text) && author.length > 0 && !domains.some((one) => text.includes(one)));
}

/** Some cards put a bar between what others put on lines, and so do lists of who does what. */
const entriesOf = (text: string): string[] => text.split(/ [|•·] /, MIN_LINES);

/** What can be a card although nobody has signed above it. Where a company is entered is told by who is asked, too. */
const isWithoutBars = (texts: readonly string[]): boolean => texts.length >= MIN_LINES && texts.some(tellsContact);

const ADDRESS = /\S@\S{1,100}\.\S/;

/**
 * Where no line has the name of From, which may be an address alone, a card below a closing tells whose it is by that
 * address, or by the home page of its domain. What introduces something, or has several addresses, is a list.
 */
export function isCardOfCompany(texts: string[], author: readonly string[]): boolean {
  if (!isOf(texts, author) || texts.some((text) => /[:：]$/.test(text.trim()))) return false;
  const addresses = author.filter((one) => one.includes('@'));
  const wanted = new Set(addresses.flatMap((one) => [one, one.slice(one.lastIndexOf('@') + 1)]).map(lower));
  return (
    texts.filter((text) => ADDRESS.test(text)).length <= 1 &&
    texts.some((text) => homesOf(text).some((it) => wanted.has(it)))
  );
}

const lower = (text: string): string => text.toLowerCase();
const homesOf = (text: string): string[] =>
  text.split(/[\s<>|,]+/).map((word) =>
    lower(word)
      .replace(/^(?:https?:\/\/)?(?:www\.)?/, '')
      .replace(/\/$/, ''),
  );

/** "Bob Harker: slates" is of a list. */
export const isNamed = (text: string, author: readonly string[]): boolean =>
  !tellsContact(text) && !/[:：]/.test(text) && isNameLine(text, author);

/** Alone, or behind its label. */
const isAddress = (text: string, author: readonly string[]): boolean =>
  text.trim().split(/\s+/).length <= 2 && author.some((one) => one.includes('@') && text.includes(one));

/** Two to four words, each with a capital. */
const isBareName = (text: string): boolean => /^\p{Lu}[\p{L}\p{M}'’.-]+(?: \p{Lu}[\p{L}\p{M}'’.-]*){1,3}$/u.test(text);
