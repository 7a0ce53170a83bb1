const EMOJI = /^[\p{Extended_Pictographic}\p{M}\u200d\ufe0f\u{1f3fb}-\u{1f3ff}]{1,12}$/u;

/** Gmail sends emoji as pictures whose alternative text is the character. Empty for every other picture. */
export function emojiOf(attributes: Readonly<Record<string, string>>): string {
  const alternative = attributes['data-emoji'] ?? attributes['alt'] ?? '';
  return EMOJI.test(alternative) ? alternative : '';
}

/** Every such character is one of these, or is written as one. */
const MAY_BE_EMOJI = /[^\0-\x7f]|&#/;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+)))?/g;
const NAMED = /^(?:data-emoji|alt)$/i;
const REFERENCE = /&#(?:x([0-9a-f]{1,6})|(\d{1,7}));/gi;

/**
 * The same of an `img` that nobody parsed, of which there may be tens of thousands. Of an attribute that is there
 * twice, the first counts.
 */
export function emojiOfTag(tag: string): string {
  if (!MAY_BE_EMOJI.test(tag)) return '';
  const known: Record<string, string> = {};
  // To the end, which is where the expression begins anew: `matchAll` would take a copy of it for each tag.
  for (let found = ATTRIBUTE.exec(tag); found; found = ATTRIBUTE.exec(tag)) {
    const [, name = '', double, single, bare] = found;
    if (NAMED.test(name)) known[name.toLowerCase()] ??= unreferenced(double ?? single ?? bare ?? '');
  }
  return emojiOf(known);
}

const unreferenced = (value: string): string => (value.includes('&#') ? value.replace(REFERENCE, character) : value);

function character(reference: string, hexadecimal?: string, decimal?: string): string {
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : reference;
}
