/** Most subjects are plain, and to decompose one takes longer than to see that. */
const PLAIN = /^[ -~\s]*$/;

/**
 * Letters without their accents, and the Turkish ı as i: `Odpowiedź` and `Odpowiedz` are one word. Both sides of a
 * comparison need it.
 */
export const withoutMarks = (text: string): string =>
  PLAIN.test(text) ? text : text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('ı', 'i');

/** An expression that reads what `withoutMarks` left. */
export const patternWithoutMarks = ({ source, flags }: RegExp): RegExp => new RegExp(withoutMarks(source), flags);
