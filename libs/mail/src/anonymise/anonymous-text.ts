import { NEW_SENDER } from '../reply/languages/external-mail.js';
import { PROGRAM_LINK } from '../reply/languages/programs.js';
import { isWayOut, WAY_OUT_TOKEN_LENGTH } from '../reply/way-out.js';
import { isKept, KEPT_PHRASES } from './kept-words.js';
import type { Pseudonyms } from './pseudonyms.js';

export interface Renaming {
  readonly pseudonyms: Pseudonyms;
  /** The reply token of the mail, and the one of the corpus that stands for its kind. */
  readonly token?: { readonly ours: string; readonly corpus: string } | undefined;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const escapedInClass = (character: string): string => `\\u{${character.codePointAt(0)!.toString(16)}}`;

/** Most words begin with none of these, and need not be compared with a thousand phrases. */
const PHRASE_STARTS = [...new Set(KEPT_PHRASES.map((phrase) => [...phrase][0]!))].map(escapedInClass).join('');

/** Four numbers of an address or more, also as names of hosts have them; a date, a version and a status code have three. */
const DOTTED = String.raw`(?<!\d\.?)\d{1,3}(?:\.\d{1,3}){3,31}(?!\.?\d)`;
const DASHED = String.raw`(?<!\d-?)\d{1,3}(?:-\d{1,3}){3,31}(?!-?\d)`;
/** RFC 4291 §2.2: with `::`, or more colons than a time of day has. */
const IPV6 = String.raw`(?<![\p{L}\p{N}])(?=(?:[\da-f]{1,4}:){3}[\da-f]|[\da-f:]{0,39}::[\da-f/])[\da-f:]{3,39}(?:\.\d{1,3}){0,3}(?![\p{L}\p{N}])`;

/** In this order: what is part of an address or of a date is no word. */
const PIECES = new RegExp(
  [
    String.raw`(?<url>https?:\/\/[^\s<>"']{1,2000})`,
    String.raw`(?<address>(?<![^\s<>"'(),;:[\]])[^\s<>"'(),;:[\]@]{1,254}@[\p{L}\p{N}.-]{1,253})`,
    `(?<host>${DOTTED}|${DASHED}|${IPV6})`,
    String.raw`(?<time>\b\d{4}(?<parted>[./-])\d{1,2}\k<parted>\d{1,2}(?!\d)|\b\d{1,2}(?<mark>[./-])\d{1,2}\k<mark>\d{2,4}(?![./-]?\d)|\b\d{1,2}:\d\d(?::\d\d)?(?: ?[+-](?:0\d|1[0-4])[0-5]\d)?(?!\d)|\d{1,4}(?=[年月日時时分秒년월일시분초]))`,
    String.raw`(?<phone>(?<![\d.])\+?\d(?:[ ()./-]{0,3}\d){6,30})`,
    `(?<phrase>(?=[${PHRASE_STARTS}])(?:${KEPT_PHRASES.map(escaped).join('|')}))`,
    String.raw`(?<word>[\p{L}\p{M}]{1,200}(?=${DOTTED}|${DASHED})|[\p{L}\p{M}\p{N}]{1,200})`,
  ].join('|'),
  'giu',
);

/** The same layout with other words: what clients write stays, every name, number, address and word of a person is replaced. */
export const anonymousText = (text: string, renaming: Renaming): string =>
  text.replace(PIECES, (piece: string, ...rest: unknown[]) => {
    const { url, address, host, time, phrase, word } = rest.at(-1) as Record<string, string | undefined>;
    if (time !== undefined || phrase !== undefined) return piece;
    if (url !== undefined) return anonymousUrl(url, renaming);
    if (host !== undefined) return host.replace(/[\da-f]+/gi, (number) => renaming.pseudonyms.of(number));
    if (address !== undefined) return anonymousAddress(address, renaming);
    return word !== undefined && (isKept(word) || isShortNumber(word)) ? piece : renaming.pseudonyms.of(piece);
  });

/** Days, hours, counts and years. */
const isShortNumber = (word: string): boolean => /^(\d{1,2}|(19|20)\d\d)$/.test(word);

/** What a server or a responder calls itself is nobody's name. */
const ROLES = new Set(
  `mailer daemon mailerdaemon maildaemon mdaemon mailsubsystem postmaster bounce bounces autoreply auto reply autoresponder vacation
  listserv majordomo`.split(/\s+/),
);

/** The domain says who somebody is; the part before `+` too, and what follows it may be the token. */
export function anonymousAddress(address: string, { pseudonyms, token }: Renaming): string {
  const local = address.slice(0, address.lastIndexOf('@'));
  const words = local.replace(/[\p{L}\p{M}\p{N}]+/gu, (word) =>
    ROLES.has(word.toLowerCase()) ? word : word.toLowerCase() === token?.ours ? token.corpus : pseudonyms.of(word),
  );
  return `${words}@${pseudonyms.of(address.slice(local.length + 1).replace(/\W+/g, ''))}.example.test`;
}

export function anonymousUrl(url: string, { pseudonyms }: Renaming): string {
  const [everybodys] = NEW_SENDER.exec(url) ?? [];
  if (everybodys !== undefined) return everybodys;
  const [programs] = PROGRAM_LINK.exec(url) ?? [];
  if (programs !== undefined) return programs;
  const named = pseudonyms.of(url.slice(0, 200).replace(/\W+/g, ''));
  // The link is ours by its shape alone, so the shape stays.
  if (isWayOut(url))
    return `https://www.example.test/unsubscribe/${named.padEnd(WAY_OUT_TOKEN_LENGTH, named).slice(-WAY_OUT_TOKEN_LENGTH)}`;
  return `https://www.example.test/${named}`;
}
