import type { Charset } from '@replyline/contracts';
import encodingJapanese from 'encoding-japanese';
import iconv from 'iconv-lite';

/** How a text is written in an encoding, and read again. */
interface Codec {
  readonly encode: (text: string) => Buffer;
  readonly decode: (octets: Buffer) => string;
  /** Whether every reader knows what was written, where the encoder writes more than the encoding has. */
  readonly isStandard?: (octets: Buffer) => boolean;
}

/**
 * What follows an escape (RFC 1468): ASCII, JIS X 0201 Roman, or the rows of JIS X 0208. The encoder also writes JIS X 0212, the
 * other half of JIS X 0201 and rows of vendors, which readers show as something else, or not at all.
 */
const OF_RFC_1468 = /^(?:\([BJ]|\$[@B](?:[!-(0-t][!-~])*$)/;
const ESCAPE = '\x1b';

/** ISO-2022-JP switches between its character sets (RFC 1468), which iconv-lite does not. */
const JAPANESE: Codec = {
  encode: (text) =>
    Buffer.from(encodingJapanese.convert(encodingJapanese.stringToCode(text), { to: 'JIS', from: 'UNICODE' })),
  decode: (octets) =>
    encodingJapanese.codeToString(encodingJapanese.convert([...octets], { to: 'UNICODE', from: 'JIS' })),
  isStandard: (octets) =>
    octets
      .toString('latin1')
      .split(ESCAPE)
      .slice(1)
      .every((part) => OF_RFC_1468.test(part)),
};

const codecOf = (charset: Charset): Codec =>
  charset === 'iso-2022-jp'
    ? JAPANESE
    : { encode: (text) => iconv.encode(text, charset), decode: (octets) => iconv.decode(octets, charset) };

/** `undefined` when a character has no place in the encoding: half a text is worse than another encoding. */
export function encoded(text: string, charset: Charset): Buffer | undefined {
  const { encode, decode, isStandard = () => true } = codecOf(charset);
  const octets = encode(text);
  return decode(octets) === text && isStandard(octets) ? octets : undefined;
}

/** RFC 2047 §2: a word is at most 75 characters, and what is said around its text is part of it. */
const LONGEST_WORD = 75;

/** What begins like an encoded word would be read as one, and say something else than was written. */
export const looksEncoded = (text: string): boolean => text.includes('=?');

/** A header field in an encoding (RFC 2047 §4.1): each word holds whole characters and stands for itself. */
export function encodedWords(text: string, charset: Charset): string {
  if (/^[\x20-\x7e]*$/.test(text) && !looksEncoded(text)) return text;
  const room = LONGEST_WORD - `=?${charset}?B??=`.length;
  const words: string[] = [];
  let word = '';
  for (const character of text) {
    if (base64(word + character, charset).length > room) {
      words.push(word);
      word = '';
    }
    word += character;
  }
  return [...words, word].map((it) => `=?${charset}?B?${base64(it, charset)}?=`).join(' ');
}

const base64 = (text: string, charset: Charset): string => codecOf(charset).encode(text).toString('base64');
