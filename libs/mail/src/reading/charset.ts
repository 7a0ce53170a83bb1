import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import { charsetOf } from './charset-label.js';
import { composed } from './composed.js';
import { withoutSecondUtf8 } from './second-utf8.js';
import { shiftedText } from './shifted-charset.js';
import { WINDOWS_1252 } from './windows-1252.js';

const MARKS = [
  { mark: Buffer.from('efbbbf', 'hex'), charset: 'utf-8' },
  { mark: Buffer.from('fffe', 'hex'), charset: 'utf-16le' },
  { mark: Buffer.from('feff', 'hex'), charset: 'utf-16be' },
] as const;
const MANY_OCTETS = ['gb18030', 'big5', 'cp932', 'euc-jp', 'cp949'];
/** What an unlabelled text may be found to be in. A guess at anything rarer is more often wrong than right. */
const GUESSABLE = [...MANY_OCTETS, 'windows-1251', 'koi8-r'];
/** In Latin scripts few letters lie beyond ASCII, in all others most do. */
const NOT_LATIN = 0.3;
/** A word of three characters; what is shorter looks like anything. */
const ENOUGH_OCTETS = 6;
const GUESS_BYTES = 16 * 1024;
/** A character of three octets: nearly all of what is written in Chinese, Japanese and Korean. */
const THREE_OCTETS = /[\xe0-\xef][\x80-\xbf]{2}/;
const SEQUENCE = /[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g;

/**
 * The text that octets were meant to be. A label is a claim, and what the octets themselves show is stronger. `hints` are labels
 * from elsewhere in the same message, for text without one. Never throws; takes linear time.
 */
export function decodedText(octets: Buffer, label = '', hints: readonly string[] = []): string {
  const marked = MARKS.find(({ mark }) => octets.subarray(0, mark.length).equals(mark));
  if (marked) return iconv.decode(octets.subarray(marked.mark.length), marked.charset);
  const claimed = charsetOf(label);
  if (isAscii(octets)) return shiftedText(octets, claimed) ?? sevenBit(octets, claimed);
  const text =
    isUtf8(octets) && !isRatherLegacy(octets, claimed)
      ? withoutSecondUtf8(octets.toString('utf8'))
      : eightBit(octets, claimed, hints);
  return composed(repairWindows1252(text));
}

/** What octets beyond ASCII are often wrongly called, and UTF-7 has none. */
const DOUBTED = ['utf-8', 'windows-1252', 'utf-7'];

/** Without its NULs UTF-16 would still be ASCII. */
const sevenBit = (octets: Buffer, claimed = ''): string =>
  claimed.startsWith('utf-16') && octets.includes(0) ? iconv.decode(octets, 'utf-16') : octets.toString('latin1');

/** Two octets of GBK are now and then UTF-8 by accident; three in a row hardly ever are. */
const isRatherLegacy = (octets: Buffer, claimed = ''): boolean =>
  claimed.startsWith('utf-16') || (MANY_OCTETS.includes(claimed) && !THREE_OCTETS.test(octets.toString('latin1')));

function eightBit(octets: Buffer, claimed: string | undefined, hints: readonly string[]): string {
  if (claimed === 'iso-2022-jp') return firstClean(octets, ['cp932', 'euc-jp']) ?? iconv.decode(octets, 'cp932');
  const isBelieved = claimed !== undefined && !DOUBTED.includes(claimed);
  if (isBelieved && iconv.encodingExists(claimed)) return iconv.decode(octets, claimed);
  const named = claimed === 'windows-1252' ? [] : readable(hints);
  return (
    mendedUtf8(octets) ?? firstClean(octets, [...named, ...guesses(octets)]) ?? iconv.decode(octets, 'windows-1252')
  );
}

const readable = (hints: readonly string[]): string[] =>
  hints
    .flatMap((hint) => charsetOf(hint) ?? [])
    .filter((charset) => charset !== 'utf-8' && iconv.encodingExists(charset));

function firstClean(octets: Buffer, charsets: readonly string[]): string | undefined {
  for (const charset of charsets) {
    const text = iconv.decode(octets, charset);
    if (!text.includes('\ufffd')) return text;
  }
  return undefined;
}

/** UTF-8 that was cut, or that a list added a footer in another charset to. */
function mendedUtf8(octets: Buffer): string | undefined {
  const text = octets
    .toString('latin1')
    .replace(/[\xc2-\xf4][\x80-\xbf]{0,2}$/, (end) => (isUtf8(Buffer.from(end, 'latin1')) ? end : ''));
  let [sequences, inSequences] = [0, 0];
  const mended = text.replace(SEQUENCE, (all) => {
    sequences += 1;
    inSequences += all.length;
    return Buffer.from(all, 'latin1').toString('utf8');
  });
  const strays = beyondAscii(Buffer.from(text, 'latin1')) - inSequences;
  return sequences > strays ? mended : undefined;
}

/** Text in pieces too small to be looked at, whose label is all there is. */
export const decodedAs = (octets: Buffer, label: string): string =>
  iconv.decode(octets, charsetOf(label) ?? 'windows-1252');

function beyondAscii(octets: Buffer): number {
  let count = 0;
  for (const octet of octets) if (octet > 0x7f) count += 1;
  return count;
}

function guesses(octets: Buffer): string[] {
  const sample = octets.subarray(0, GUESS_BYTES);
  const beyond = beyondAscii(sample);
  const letters = sample.reduce((count, octet) => count + (octet > 0x20 ? 1 : 0), 0);
  if (beyond < ENOUGH_OCTETS || beyond < letters * NOT_LATIN) return [];
  return analyse(sample)
    .flatMap(({ name }) => charsetOf(name) ?? [])
    .filter((charset) => GUESSABLE.includes(charset));
}

const C1 = /[\u0080-\u009f]/g;

/** Clients label Windows-1252 as other charsets, which have control characters where the dashes and curly quotes are. */
const repairWindows1252 = (text: string): string =>
  text.replace(C1, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!);
