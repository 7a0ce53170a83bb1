import { plain } from '../words.js';
import { listed, oneOf } from './listed.js';

const PLEAS = `excuse|pardon|forgive|apologies for|sorry for|entschuldigen|entschuldigen sie|entschuldige|verzeihen|verzeihen sie|verzeihe|
  veuillez excuser|merci d'excuser|merci d’excuser|excusez|disculpe|disculpa|disculpen|perdone|perdón|desculpe|scusate|scusa|perdonate|excuseer|
  ursäkta|unnskyld|undskyld|pahoittelut|omluvte|wybaczcie|wybacz|proszę wybaczyć|прошу прощения за|извините за|простите за|вибачте за|
  vă rog să-mi scuzați|scuzați|vabandage|vabandust`;
const BEFORE_PLEAS = 'so|and|und|please|kindly|bitte|por favor,?|prosím,?|proszę';
const BEFORE_FAULTS =
  'the|my|any|all|bitte|die|eventuelle|etwaige|mögliche|la|ma|les|mes|las|los|mi|a|os|minha|gli|eventuali|de|min|mou|moji';
const FAULTS = `brevity|typo|typos|errors|spelling|mistakes|misspellings|autocorrect|kürze|tippfehler|schreibfehler|rechtschreibfehler|fehler|
  brièveté|concision|fautes|coquilles|brevedad|errores|faltas|brevidade|erros|brevità|errori|beknoptheid|typefouten|tikfouten|fåordighet|
  kortfattethet|kortfattethed|vähäsanaisuudestani|stručnost|zwięzłość|краткость|стислість|concizia|kokkuvõtlikkuse pärast`;
const BETWEEN_FAULTS = ',|and|or|&|und|oder|et|ou|y|o|e|en|of';
/**
 * What people have their phones ask for, behind the line of the device or below it; and nothing else, which they would
 * have typed.
 */
const EXCUSE = new RegExp(
  String.raw`^(?:${oneOf(BEFORE_PLEAS)} ){0,3}${oneOf(PLEAS)} (?:${oneOf(BEFORE_FAULTS)} ){0,2}(?:\p{L}+ )?${oneOf(FAULTS)}(?:,? ?${oneOf(BETWEEN_FAULTS)} (?:\p{L}+ )?${oneOf(FAULTS)}){0,3}(?: (?:in|of) (?:this|the|my) (?:e-?mail|mail|message|reply))?[.!]?$`,
  'iu',
);
const MAX_EXCUSE = 100;

export const isExcuse = (line: string): boolean => line.length <= MAX_EXCUSE && EXCUSE.test(plain(line));

/** "Sent from my phone. Please excuse brevity": anchored, so that of other sentences hardly anything is looked at. */
export function withoutExcuse(line: string): string {
  const at = line.search(/[.,;!] | [-–—] /);
  return at > 0 && EXCUSE.test(line.slice(at).replace(/^[^\p{L}]+/u, '')) ? line.slice(0, at) : line;
}

/** What such a line is made of, in every language. */
export const EXCUSE_WORDS: readonly string[] = [BEFORE_PLEAS, PLEAS, BEFORE_FAULTS, FAULTS].flatMap(listed);
