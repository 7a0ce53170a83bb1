import type { Line } from './document/line.js';
import { DEVICE_LINES, KNOWN_LINES, PHONES, POSSESSIVES, THINGS } from './languages/device-lines.js';
import { withoutExcuse } from './languages/excuses.js';
import { listed, oneOf } from './languages/listed.js';
import { isOfProgram, PROGRAMS, withoutProgramLink } from './languages/programs.js';
import { plain } from './words.js';

/** What such lines name is a product: a capital letter, or a small one before it. "Sent from my desk" is a sentence. */
const PRODUCT = String.raw`(?:\/e\/(?=OS)|[\p{Lu}\d]|\p{Ll}{1,2}-?\p{Lu}|(?:vivo|realme)(?= smartphone|手机|$))(?:[^.!?,;:]|\.(?=(?:DE|de|com|ru|fr|pl|cz)\b|Почт)){0,50}`;
const NAMED = new RegExp(
  `^(?:${oneOf(POSSESSIVES)} ?)?(?:(?:${oneOf(THINGS)} )?${PRODUCT}|${oneOf(PHONES)}|der ${PRODUCT}[ -][Aa]pp)$`,
  'u',
);

const OWNED = new RegExp(`^(?:${oneOf(POSSESSIVES)} |${oneOf(THINGS)} |${oneOf(PHONES)}$)`, 'u');

const fixed = (text: string): string =>
  [...text]
    .map((one) =>
      /\p{L}/u.test(one) ? `[${one.toLowerCase()}${one.toUpperCase().slice(0, 1)}]` : one.replace(/[.()]/g, '\\$&'),
    )
    .join('');

/** One pattern of all that are alike: asking each of them of each line takes most of the time of a short mail. */
const patternOf = (lines: readonly string[]): string => `(?:${lines.map(fixed).join('|')})`;
const partsOf = (table: string): [head: string, tail?: string][] =>
  listed(table).map((line) => line.split('X') as [head: string, tail?: string]);
const LINES = partsOf(`${DEVICE_LINES}|${KNOWN_LINES}`);
const ONLY_KNOWN = new RegExp(
  partsOf(KNOWN_LINES)
    .map(([head, tail = '']) => `^${fixed(head)}.*${fixed(tail)}$`)
    .join('|'),
  'u',
);
/** What stands before the name alone, and longer than what it begins with. */
const HEADS = LINES.flatMap(([head, tail]) => (tail === '' ? [head] : [])).toSorted(
  (one, other) => other.length - one.length,
);
const HEAD = new RegExp(`^${patternOf(HEADS)}`, 'u');
const TAILS = LINES.flatMap(([head, tail]) => (head === '' && tail ? [tail] : []));
const BEFORE_TAIL = new RegExp(`^${PRODUCT}${patternOf(TAILS)}$`, 'u');
const AROUND = new RegExp(
  LINES.flatMap(([head, tail]) => {
    if (tail === undefined) return [`^${fixed(head)}$`];
    return head !== '' && tail !== '' ? [`^${fixed(head)}${PRODUCT}${fixed(tail)}$`] : [];
  }).join('|'),
  'u',
);
const MAX_LINE = 100;
/**
 * What carriers and programs put beside the name: "my Verizon, Samsung Galaxy smartphone", "Work (www.example.com)",
 * "BlackBerry - the most secure mobile device - via the Example Network", "my mobile device - managed by Example".
 */
const BESIDE =
  /,(?= (?:an? )?\p{Lu}[^,]{2,50} (?:smartphone|phone|tablet|device)\.?$)| \(www\.[\w.-]{3,60}\)(?=\.?$)| - the most secure mobile device(?: - via the [^.!?]{2,40} Network)?(?=\.?$)|(?:,| [-–]) (?:managed|secured|protected) by \p{Lu}[^.!?,]{1,40}(?=\.?$)|; enjoy secure (?:&|and) ad-free e-?mails:?(?=\.?$)/u;
/** Every line is asked, and most have neither. */
const withoutBeside = (line: string): string => (/[,;)–]| - /.test(line) ? line.replace(BESIDE, '') : line);

/**
 * By its first characters, or by one that is not of ASCII: all lines that begin with the name have one. Most lines have
 * neither.
 */
const KEY = 4;
const BEGINNINGS = new Set(LINES.flatMap(([head]) => (head === '' ? [] : [head.slice(0, KEY)])));
const mayBeDevice = (line: string): boolean =>
  BEGINNINGS.has(line.slice(0, KEY).toLowerCase()) || /[^ -Z\\^-~]/.test(line);

/** Whether a line is what a device adds below what a person types. Takes the line as `plain` gives it. */
export function isDeviceLine(line: string): boolean {
  if (line === '' || line.length > MAX_LINE || !mayBeDevice(line)) return false;
  const bare = withoutBeside(withoutExcuse(line.includes('!') ? line.replace(/(?<=yahoo)!/i, '') : line))
    // Some put the name between quotation marks. All of the line between them is what somebody cites.
    .replace(/[[\]]|(?!^)[„“]/g, '')
    .replace(/[.。]$/, '')
    .trim();
  return isPatterned(bare) && (!ONLY_KNOWN.test(bare) || KNOWN.test(bare));
}

function isPatterned(bare: string): boolean {
  const head = HEAD.exec(bare)?.[0];
  if (head !== undefined && NAMED.test(bare.slice(head.length))) return true;
  return AROUND.test(bare) || (TAILS.some((tail) => bare.endsWith(tail)) && BEFORE_TAIL.test(bare));
}

/** What most devices and programs are called, or have in their names. */
const KNOWN = new RegExp(
  `\\/e\\/os|mail|phone|iphon|pad|tablet|mobil|device|android|ios\\b|windows|galaxy|samsung|huawei|xiaomi|redmi|pixel|oneplus|motorola|nokia|sony|xperia|blackberry|desktop|laptop|mac|gmx|web\\.de|zimbra|notes|nine|boxer|front|missive|hey|${PROGRAMS.join('|')}`,
  'i',
);

/** It names no device. */
const ON_THE_WAY = /^von unterwegs gesendet\.?$/i;

/** Whether a line of a device may as well be an answer: "Sent via DHL". Takes the line as it stands in the text. */
export const mayBeSaid = (text: string): boolean => {
  const line = plain(text);
  const head = HEAD.exec(line)?.[0];
  if (head === undefined) return ON_THE_WAY.test(line);
  return !KNOWN.test(line) && !OWNED.test(line.slice(head.length));
};

/** Whether a line, as it stands in the text, is what a device or a program adds below what a person types. */
export const isClientLine = (text: string): boolean =>
  isDeviceLine(plain(text)) ||
  (text.includes('://') && (isOfProgram(text) || isDeviceLine(plain(withoutProgramLink(text.trim())))));

const MAX_LOOKED_AT = 800;
export const isDevice = (line: Line | undefined): boolean =>
  line !== undefined && isClientLine(line.text.slice(0, MAX_LOOKED_AT));
