import { OPENERS, WRITING_VERBS } from '../languages/attributions.js';
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
const ADDRESS = /[^\s<>()@]@[^\s<>()@]/;
const ENDS_WITH_ADDRESS = /[<(][^<>()@]{1,120}@[^<>()@]{1,200}[>)]["']? ?[:：]$/;
/** Between brackets. With a date, a time and a colon at the end it makes an attribution in any language. */
const BRACKETED = /[<(«][^<>()@]{1,120}@[^<>()@]{1,200}[>)»]/;
const ENDS_WITH_COLON = /[:：]$/;

/** The text as attributions are looked at: without dashes around it (Zoho), small. */
const looked = (text: string): string =>
  plain(text)
    .replace(/^[-–—_=\s]+|[-–—_=\s]+$/g, '')
    .toLowerCase();

const hasDate = (text: string): boolean => TIME.test(text) || DATE.test(text);

/** Whether the text says when and, where one of its readings does, which address: what is shorter is a piece of an attribution. */
export const isWhole = (text: string, hasBracketed: boolean): boolean => {
  const line = looked(text);
  return hasDate(line) && (!hasBracketed || BRACKETED.test(line));
};

export const isBracketed = (text: string): boolean => BRACKETED.test(looked(text));

/** "On <date>, <somebody> wrote:" in any language we know the verb of, and without a verb where date and address are there. */
export function isAttribution(text: string): boolean {
  if (text.length > MAX_ATTRIBUTION) return false;
  const line = looked(text);
  if (OF_THE_PERSON.test(line)) return false;
  const hasVerb = VERB.test(line) || JOINED_VERB.test(line);
  const dated = hasDate(line);
  if (ENDS_WITH_COLON.test(line))
    return (
      (hasVerb && (dated || ADDRESS.test(line))) ||
      (dated && ENDS_WITH_ADDRESS.test(line)) ||
      (TIME.test(line) && DATE.test(line) && BRACKETED.test(line))
    );
  if (/^>>> .+>>>$/.test(line)) return dated;
  return hasVerb && dated && ADDRESS.test(line) && endsWithVerb(line);
}

const endsWithVerb = (line: string): boolean => WRITING_VERBS.some((verb) => line.endsWith(verb));

/** What an attribution looks like right above a quote, whatever its language: it ends with a colon and names an address or a time. */
export function isIntroduction(text: string): boolean {
  if (text.length > MAX_ATTRIBUTION) return false;
  const line = looked(text);
  if (ENDS_WITH_COLON.test(line))
    return ADDRESS.test(line) || hasDate(line) || VERB.test(line) || JOINED_VERB.test(line);
  return hasDate(line) && ADDRESS.test(line) && /[>)]$/.test(line);
}

/** How surely an attribution begins with this line. */
export function beginning(text: string): 'opener' | 'date' | 'other' {
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

export const mayEnd = (text: string): boolean => {
  const end = plain(text.slice(-60));
  return (
    /[:：]["'*]?$/.test(end) ||
    /(?:wrote|wrote ?-{2,}|写道|寫道|작성)$/u.test(end.toLowerCase()) ||
    endsWithVerb(looked(end)) ||
    />$/.test(end)
  );
};
