const EMOJI = /^[\p{Extended_Pictographic}\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]{1,12}$/u;

/** Gmail sends emoji as pictures whose alternative text is the character. Empty for every other picture. */
export function emojiOf(attributes: Readonly<Record<string, string>>): string {
  const alternative = attributes['data-emoji'] ?? attributes['alt'] ?? '';
  return EMOJI.test(alternative) ? alternative : '';
}

/** Every such character is one of these, or is written as one. */
const MAY_BE_EMOJI = /[^\0-\x7f]|&#/;
const valueOf = (name: string): RegExp =>
  new RegExp(`[\\s/"']${name}\\s{0,9}=\\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\\s"'<>]+))`, 'i');
const DATA_EMOJI = valueOf('data-emoji');
const ALTERNATIVE = valueOf('alt');
const REFERENCE = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;

/** The same of an `img` that nobody parsed, of which there may be tens of thousands: what looks like an attribute is one. */
export function emojiOfTag(tag: string): string {
  if (!MAY_BE_EMOJI.test(tag)) return '';
  const [, double, single, bare] = DATA_EMOJI.exec(tag) ?? ALTERNATIVE.exec(tag) ?? [];
  const alternative = (double ?? single ?? bare ?? '').replace(REFERENCE, character);
  return EMOJI.test(alternative) ? alternative : '';
}

function character(reference: string, hexadecimal?: string, decimal?: string): string {
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}
