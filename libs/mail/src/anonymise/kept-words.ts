import { PROMPTS } from '../facts/prompt.js';
import { PROGRAMS } from '../reply/languages/programs.js';
import { OPENERS, ORIGINAL_MESSAGE, WRITING_VERBS } from '../reply/languages/attributions.js';
import { COLOUR_WORDS, JOINED_COLOURS } from '../reply/languages/colours.js';
import { GATEWAY_WORDS, MARKED } from '../reply/languages/external-mail.js';
import { COURTESY_WORDS } from '../reply/languages/courtesies.js';
import { CODE_BEGINNINGS, FOOTER_BEGINNINGS, PAPER_TERMS } from '../reply/languages/footers.js';
import { HEADER_LABELS } from '../reply/languages/header-labels.js';
import { LEGAL_TERMS } from '../reply/languages/legal.js';
import { CLOSING_WORDS } from '../reply/languages/closings.js';
import { LINK_WARNING_TERMS } from '../reply/languages/link-warnings.js';
import { DEVICE_WORDS } from '../reply/languages/device-lines.js';
import { EXCUSE_WORDS } from '../reply/languages/excuses.js';

/** Where clients come from, so to speak: months and days are named in these languages. */
const LOCALES =
  `en de fr es it pt nl sv da nb fi pl cs sk hu ro bg ru uk el tr he ar fa hi th vi id ja ko zh ca hr sr sl lt lv et`.split(
    ' ',
  );
const YEAR = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2024, month, month + 1)));

const MARKS = `re fw fwd aw wg tr rv sv vs odp antw html http https mailto www
  am pm gmt utc cet cest est edt pst pdt image cid rfc822 smtp dns action failed delayed delivered relayed expanded status
  final recipient original reporting mta remote diagnostic code arrival date message id returned
  nbsp gt lt amp quot`.split(/\s+/);

/** They stand right before words of scripts without spaces. */
const PRODUCTS = 'iphone ipad android outlook gmail yahoo samsung galaxy thunderbird'.split(' ');

/**
 * One format for each language: to make one takes a hundred times as long as to use it, and whoever reads mail waits
 * for this.
 */
const named = (options: Intl.DateTimeFormatOptions): string[] =>
  LOCALES.flatMap((locale) => YEAR.map(new Intl.DateTimeFormat(locale, options).format));

const PHRASES = [
  ...PROMPTS,
  ...COLOUR_WORDS,
  ...JOINED_COLOURS,
  ...WRITING_VERBS,
  ...OPENERS,
  ...ORIGINAL_MESSAGE,
  ...FOOTER_BEGINNINGS,
  ...GATEWAY_WORDS,
  ...Object.values(MARKED),
  ...HEADER_LABELS,
  ...DEVICE_WORDS,
  ...EXCUSE_WORDS,
  ...CLOSING_WORDS,
  ...COURTESY_WORDS,
  ...PROGRAMS,
  ...MARKS,
  ...named({ month: 'long' }),
  ...named({ month: 'short' }),
  ...named({ weekday: 'long' }),
  ...named({ weekday: 'short' }),
];

const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

/** The words that tell clients' furniture from what people write. They are everybody's, so they say nothing about anybody. */
const WORDS = new Set(
  PHRASES.flatMap(
    (phrase) =>
      phrase
        .normalize('NFC')
        .toLowerCase()
        .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
  ),
);
/** A letter may be written in several characters. */
const LONGEST = 3 * Math.max(...[...WORDS].map(({ length }) => length));
export const isKept = (word: string): boolean =>
  word.length <= LONGEST && WORDS.has(word.normalize('NFC').toLowerCase());

/** `X` stands for a product; some clients spread a label of two characters. */
const UNSPACED_MARKS = PHRASES.filter((phrase) => UNSPACED.test(phrase))
  .flatMap((phrase) => [...phrase.split('X'), [...phrase].join('\u3000')])
  .map((phrase) => phrase.trim());

/**
 * What is kept wherever it stands, longest first: in scripts that put no space between words, and of legal footers. One
 * character is no mark.
 */
export const KEPT_PHRASES = [
  ...new Set([
    ...UNSPACED_MARKS,
    ...LEGAL_TERMS,
    ...LINK_WARNING_TERMS,
    ...PAPER_TERMS,
    ...CODE_BEGINNINGS,
    ...PRODUCTS,
  ]),
]
  .filter((phrase) => phrase.trim().length > (UNSPACED.test(phrase) ? 1 : 4))
  .sort((one, other) => other.length - one.length);
