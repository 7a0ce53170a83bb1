import { isUtf8 } from 'node:buffer';
import { WINDOWS_1252 } from './windows-1252.js';

/** Two octets of UTF-8, read as Windows-1252, of which the second stands behind no such letter in any language. */
const TELLING = /[ÂÃÎÏÐÑ×ØÙ][\u0080-\u009f¡-ª¬-º¼-¿]|â[€‚„†][\u0080-\u009f™œ“”¢¬¦]/.source;
/** One may stand in a text that is about such letters. */
const ENOUGH = new RegExp(`(?:${TELLING}).*?(?:${TELLING})`, 's');

const OCTETS = new Map([...WINDOWS_1252].map((character, at) => [character, 0x80 + at]));

/**
 * Text that was UTF-8 already when a program took it for Windows-1252, or for Latin-1, and made UTF-8 of it. Only where every
 * character fits: one that does not was written as it stands.
 */
export function withoutSecondUtf8(text: string): string {
  const once = ENOUGH.test(text) ? octetsOf(text) : undefined;
  return once && isUtf8(once) ? once.toString('utf8') : text;
}

/** `undefined` where a character has no octet. */
function octetsOf(text: string): Buffer | undefined {
  const octets = Buffer.alloc(text.length);
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!;
    const octet = character <= '\u00ff' ? character.charCodeAt(0) : OCTETS.get(character);
    if (octet === undefined) return undefined;
    octets[at] = octet;
  }
  return octets;
}
