const HALF_AT_END = /[\ud800-\udbff]$/;

/** The beginning of a text, never half a character at its end. */
export const beginning = (text: string, maxLength: number): string => text.slice(0, maxLength).replace(HALF_AT_END, '');

/** How many octets something has in an event: JSON writes a control character as six. */
export const octetsInJson = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The longest beginning of a text that has at most so many octets in an event, never half a character at its end. */
export function beginningInJson(text: string, maxOctets: number): string {
  if (text.length <= maxOctets && octetsInJson(text) <= maxOctets) return text;
  let [fits, exceeds] = [0, Math.min(text.length, maxOctets)];
  while (exceeds - fits > 1) {
    const middle = (fits + exceeds) >> 1;
    if (octetsInJson(text.slice(0, middle)) <= maxOctets) fits = middle;
    else exceeds = middle;
  }
  return beginning(text, fits);
}

/** More marks than any letter has. */
const MANY_MARKS = /\p{M}{30}(?=\p{M})/gu;

/**
 * The text in a form of Unicode, in linear time: to sort the marks of one letter takes quadratic time, which a joiner in
 * between ends (UAX #15 §13).
 */
export const normalised = (text: string, form: 'NFC' | 'NFKC'): string =>
  text.replace(MANY_MARKS, '$&\u034f').normalize(form);
