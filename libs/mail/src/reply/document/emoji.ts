const EMOJI = /^[\p{Extended_Pictographic}\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]{1,12}$/u;

/** Gmail sends emoji as pictures whose alternative text is the character. Empty for every other picture. */
export function emojiOf(attributes: Readonly<Record<string, string>>): string {
  const alternative = attributes['data-emoji'] ?? attributes['alt'] ?? '';
  return EMOJI.test(alternative) ? alternative : '';
}

/** Every such character is one of these, or is written as one. */
const MAY_BE_EMOJI = /[^\0-\x7f]|&#/;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
const REFERENCE = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;

/** The same of an `img` that nobody parsed. */
export const emojiOfTag = (tag: string): string => (MAY_BE_EMOJI.test(tag) ? emojiOf(attributesOf(tag)) : '');

/** Of one that is there twice, the first counts. */
const attributesOf = (tag: string): Record<string, string> =>
  Object.fromEntries(
    [...tag.matchAll(ATTRIBUTE)]
      .map(([, name = '', ...values]) => [name.toLowerCase(), values.join('').replace(REFERENCE, character)])
      .reverse(),
  );

function character(reference: string, hexadecimal?: string, decimal?: string): string {
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}
