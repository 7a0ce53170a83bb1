import { OPENERS, WRITING_VERBS } from '../languages/attributions.js';
import { byKey } from '../languages/by-key.js';
import { plain } from '../words.js';

/** Name, address and date fit; a paragraph that ends with a colon does not. */
export const MAX_ATTRIBUTION = 400;

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const VERB = new RegExp(`(?<![\\p{L}\\p{M}])(?:${WRITING_VERBS.map(escape).join('|')})(?![\\p{L}\\p{M}])`, 'u');
/** Scripts without spaces put the verb right behind the name or date. */
const JOINED_VERB = /(?:写道|寫道|님이 작성|작성|쓴 글|書きました|のメッセージ|のメール|เขียน)/u;
/** "I wrote:" is told by the person, not by a client. */
const OF_THE_PERSON =
  /^(?:i|ich|wir|je|j['’]ai|yo|io|ik|jag|jeg|minä|я|εγώ|ben|אני|أنا|tôi|saya|私は|我)(?: |(?<=[私は我]))/u;
const OPENER = new RegExp(`^(?:${OPENERS.map(escape).join('|')})[ ,]`, 'u');

const TIME = /\p{Nd}{1,2} ?[:.h] ?\p{Nd}{2}|[時时點点시]/u;
const DATE =
  /(?<!\p{Nd})(?:19|20)\p{Nd}{2}(?!\p{Nd})|\p{Nd}{1,4}[./-]\p{Nd}{1,2}[./-]\p{Nd}{1,4}|[٠-٩۰-۹०-९০-৯]{4}|\p{Nd}{1,2}[月월]/u;
/** With its year, of whatever calendar. A time without one is told by a person: "At 10:15 Bob wrote:". */
const DAY = /(?<!\p{Nd})\p{Nd}{4}(?!\p{Nd})|\p{Nd}{1,4}[./-] ?\p{Nd}{1,2}[./-] ?\p{Nd}{2,4}/u;
const ADDRESS = /[^\s<>()@]@[^\s<>()@]/;
const ENDS_WITH_ADDRESS = /[<(][^<>()@]{1,120}@[^<>()@]{1,200}[>)]["']? ?[:：]$/;
/** Between brackets. With a date, a time and a colon at the end it makes an attribution in any language. */
const BRACKETED = /[<(«][^<>()@]{1,120}@[^<>()@]{1,200}[>)»]/;
/** Whatever a language ends an introduction with: those of Armenian, Amharic and Khmer are no colons. */
const COLONS = ':：։․՝፦៖';
const ENDS_WITH_COLON = new RegExp(`[${COLONS}]$`);
const ENDS_QUOTED_WITH_COLON = new RegExp(`[${COLONS}]["'*]?$`);
/** The address that the answer to one mail of ours goes to, which nobody types. No attribution asks or exclaims. */
const REPLY_ADDRESS = /[<(][^<>()@]{1,80}\+[a-z2-7]{40}@[^<>()@]{1,200}[>)]/i;
/** Most lines are not searched. */
const namesReplyAddress = (line: string): boolean =>
  line.includes('+') && REPLY_ADDRESS.test(line) && !/[?!]$/.test(line);

const DRAWN = /[-–—_=\s]/;

/** The text as attributions are looked at: without dashes around it (Zoho), small. */
export const looked = (text: string): string => undrawn(plain(text));

function undrawn(line: string): string {
  let [from, to] = [0, line.length];
  while (from < to && DRAWN.test(line[from]!)) from += 1;
  while (to > from && DRAWN.test(line[to - 1]!)) to -= 1;
  return line.slice(from, to).toLowerCase();
}

/** Both in the digits that most languages write: in those of all they take several times as long. */
const TOLD_IN_ASCII =
  /[时時點点]|\d{1,2} ?[:.h] ?\d{2}|(?<!\d)(?:19|20)\d{2}(?!\d)|\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{1,2}[月월]/;
const TELLS_OTHERWISE = /(?![0-9])[\p{Nd}시]/u;
const ASCII = /^[\0-\x7f]*$/;

/** Whatever tells a time has a digit or one of these. */
const TELLS = /[\p{Nd}時时點点]/u;

const hasDate = (line: string): boolean =>
  TOLD_IN_ASCII.test(line) ||
  (!ASCII.test(line) && TELLS_OTHERWISE.test(line) && TELLS.test(line) && (TIME.test(line) || DATE.test(line)));

/**
 * Whether the line says when and, where one of its readings does, which address: what is shorter is a piece of an
 * attribution.
 */
export const isWhole = (line: string, hasBracketed: boolean): boolean =>
  hasDate(line) && (!hasBracketed || BRACKETED.test(line));

export const isBracketed = (line: string): boolean => BRACKETED.test(line);

/** The search for a verb in all languages costs most, so it comes last. */
const hasVerb = (line: string): boolean => VERB.test(line) || JOINED_VERB.test(line);

/**
 * "On <date>, <somebody> wrote:" in any language we know the verb of, and without a verb where date and address are
 * there. Like what follows, it takes the line as `looked` gives it.
 */
export function isAttribution(line: string): boolean {
  const dated = hasDate(line);
  if (!(dated || ADDRESS.test(line)) || OF_THE_PERSON.test(line)) return false;
  if (ENDS_WITH_COLON.test(line))
    return (
      (dated && ENDS_WITH_ADDRESS.test(line)) ||
      (dated && TIME.test(line) && DATE.test(line) && BRACKETED.test(line)) ||
      (hasVerb(line) && !isTold(line))
    );
  if (line.endsWith('>>>')) return dated && (line.startsWith('>>> ') || BRACKETED.test(line));
  return dated && endsWithVerb(line) && ADDRESS.test(line) && hasVerb(line);
}

const isTold = (line: string): boolean => !ADDRESS.test(line) && !DATE.test(line) && !DAY.test(line);

/** By their last letter. */
const VERBS = byKey(WRITING_VERBS, (verb) => verb.at(-1)!);
const endsWithVerb = (line: string): boolean =>
  VERBS.get(line.at(-1) ?? '')?.some((verb) => line.endsWith(verb)) === true;

/** Without verb and colon: `"Ada" ada@example.test – 15 January 2024 15:30`, as Nextcloud writes it. */
const LISTED = /^"[^"]{1,120}" <?[^\s<>()@]{1,120}@[^\s<>()@]{1,200} [-–—] .{0,40}\p{Nd}/u;

/**
 * What an attribution looks like right above a quote, whatever its language: it ends with a colon and names an address
 * or a time, or it says when and names the address that the answer goes to.
 */
export function isIntroduction(line: string): boolean {
  if (ENDS_WITH_COLON.test(line)) return ADDRESS.test(line) || hasDate(line) || hasVerb(line);
  return hasDate(line) && ADDRESS.test(line) && (/[>)]$/.test(line) || LISTED.test(line) || namesReplyAddress(line));
}

/** How surely an attribution begins with this line. */
export function openingOf(text: string): 'opener' | 'date' | 'other' {
  const line = looked(text).slice(0, 60);
  if (OPENER.test(line) && /\p{Nd}/u.test(line)) return 'opener';
  return /^\p{Nd}/u.test(line) ||
    /^\p{L}{2,12}[.,]{0,2} ?\(?\p{Nd}/u.test(line) ||
    /^\p{L}{2,12}[.,]{1,2} [^.!?]{0,12}\p{Nd}/u.test(line)
    ? 'date'
    : 'other';
}

/** Whether the line can only be the rest of the one before it. */
export const isContinuation = (text: string): boolean =>
  /^\s*(?:[<(]|>?\s*[:：]\s*$|\S{1,100}@\S{1,200}[>)])/.test(text) ||
  (!/^\s*\p{Lu}/u.test(text) && VERB.test(looked(text).slice(0, 20)));

/** No verb ends like that, and no colon: most lines are told by their last character. */
const ENDS_SENTENCE = /[.,;!?0-9]$/;

export const mayEnd = (text: string): boolean => {
  if ((text.startsWith('"') && LISTED.test(text)) || namesReplyAddress(text.slice(0, MAX_ATTRIBUTION))) return true;
  if (text === '' || ENDS_SENTENCE.test(text)) return false;
  const end = plain(text.slice(-60));
  const bare = undrawn(end);
  return ENDS_QUOTED_WITH_COLON.test(bare) || end.endsWith('>') || endsWithVerb(bare);
};
