/** Accents, and the marks that voice kana. */
const ACCENTS = String.raw`\u0300-\u036f\u3099\u309a`;
/** Parts of syllables of Hangul. */
const JAMO = String.raw`\u1100-\u11ff`;
/** Hardly any text has them. */
const APART = new RegExp(`[${ACCENTS}${JAMO}]`);
/** No letter has more accents, and to sort thousands takes quadratic time. */
const LETTER = new RegExp(`[^${ACCENTS}][${ACCENTS}]{1,8}|[${JAMO}]{2,}`, 'gu');

/**
 * Letters in one character whose parts stand apart, as windows-1258, macOS and PDF hold them: they are the same (UAX #15),
 * and phrases are found in them. Nothing else is normalised, which would write some ideographs otherwise.
 */
export const composed = (text: string): string =>
  APART.test(text) ? text.replace(LETTER, (letter) => letter.normalize('NFC')) : text;
