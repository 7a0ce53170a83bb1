import { z } from 'zod';
import { inAscii } from './ascii-domain.js';

/** Control characters that could end a header field early (RFC 5322 §2.2) or that PostgreSQL cannot store. */
const CONTROL = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .refine((text) => !CONTROL.test(text), 'has a line break or another control character');

/** Whoever cuts a text may have halved its last character: half of one cannot be written as UTF-8, U+FFFD says so. */
const whole = (text: string): string => text.toWellFormed();

/** A text that may stand in a header field: a name, a subject. */
export const oneLine = (max: number) => line(max).overwrite(whole);

/** A text of several lines; PostgreSQL cannot store NUL. */
export const prose = (max: number) =>
  z
    .string()
    .max(max)
    .overwrite(whole)
    .refine((text) => !text.includes('\0'), 'has a NUL');

const HALF = /\p{Cs}/u;

/** What something is called by whoever made it: kept as it is, and compared. */
export const key = (max: number) => line(max).refine((text) => !HALF.test(text), 'has half a character');

/** The id of something, as PostgreSQL and the directory write it, so that two ways to write one id are equal. */
export const uuid = z.uuid().toLowerCase();

/** A moment that every part of the way can write down; with an offset, as RFC 3339 has it, it travels on as UTC. */
export const moment = z.iso
  .datetime({ offset: true })
  .overwrite(inUtc)
  .refine((text) => text >= '2000' && text < '2140', 'is not between the years 2000 and 2140');

function inUtc(text: string): string {
  const at = text.endsWith('Z') ? NaN : Date.parse(text);
  return Number.isNaN(at) ? text : new Date(at).toISOString();
}

/** What moves or hides what stands around it: control and format characters, halves of characters. Joiners are text. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/u;

/** The name of a file as a person sees it: no folder, no line break, and no character that makes it look like another. */
export const filename = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .refine((text) => !/[/\\]/.test(text) && !/^\.+$/.test(text), 'is a path')
  .refine((text) => !UNSEEN.test(text), 'has a character that is not seen');

/**
 * `type/subtype` of RFC 6838 §4.2, without parameters, in lower case. A message or a multipart is no file: software on
 * the way reads into it (RFC 2046 §5).
 */
export const mediaType = z
  .string()
  .toLowerCase()
  .regex(
    /^(?!message\/|multipart\/)[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/,
    'is not a media type of a file, like application/pdf',
  );

/**
 * `local@domain` of RFC 5321 §4.1.2 as people use it: no quoted local part, no comments, no display name, so that an
 * address can never be read as two. Kept as it was written: only the domain is folded.
 */
export const mailAddress = z
  .string()
  .trim()
  .overwrite((text) => text.replace(/(?<=@)[^@]*$/, inAscii))
  .max(254)
  .regex(
    /^[^\s"(),:;<>@[\\\]]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$/,
    'is not a plain mail address',
  )
  .refine((text) => !CONTROL.test(text) && !HALF.test(text), 'has a control character, or half of one')
  .transform((text) => text.replace(/@.*$/, (domain) => domain.toLowerCase()));

/** A host name or an IP address, without brackets, port or scheme. Two colons and no letter beyond `f` are IPv6. */
export const host = z
  .string()
  .trim()
  .overwrite(inAscii)
  .min(1)
  .max(253)
  .regex(/^(?:[A-Za-z0-9._-]+|(?=.*:.*:)[0-9A-Fa-f:.]+)$/, 'is not a host name or an IP address');

export const port = z.int().min(1).max(65_535);

/**
 * Where a link of a mail leads: a page, never a script or a file. Normalised, so it holds no space, quote or control
 * character.
 */
export const webLink = z
  .string()
  .max(2_000)
  .refine((text) => isWebLink(text), 'is not a link that begins with http or https')
  .overwrite((text) => (isWebLink(text) ? new URL(text).href : text));

export const isWebLink = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** An IANA time zone that this runtime knows. */
export const timeZone = z
  .string()
  .max(60)
  .refine((name) => isKnownTimeZone(name), 'is not an IANA time zone, like Europe/Berlin');

/** A language tag (RFC 5646), without extensions: `en`, `pt-BR`, `zh-Hant-TW`. */
export const locale = z
  .string()
  .regex(/^[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?$/, 'is not a language tag, like en or pt-BR');

function isKnownTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
