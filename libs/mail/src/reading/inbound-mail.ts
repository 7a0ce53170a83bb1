import { parseAddressHeader } from 'mailparser';
import { normaliseAddress } from '../facts/address.js';
import { parseMessageIds } from '../facts/message-id.js';
import type { InboundMail, Mailbox } from '../mail.js';
import { toAttachments } from './attachments.js';
import { decodedText } from './charset.js';
import { decodedWords, inUtf8Words } from './encoded-words.js';
import type { Field } from './field.js';
import type { Entity } from './read-entity.js';
import { readCalendarMethod, readReport } from './report-parts.js';
import { isRightsManaged } from './rights-managed.js';
import { isSaid } from './words.js';

/** A field with more addresses is a mailing; the token is in the first ones, and parsing is not free. */
const MAX_ADDRESSES = 200;
/** RFC 5322 limits a line, not a field. Longer ones carry nothing that is read here. */
const MAX_FIELD_LENGTH = 64 * 1024;

/** Fields in which servers keep the address that a message went to. Those of one server have several addresses in one field. */
const DELIVERED_TO = [
  'delivered-to',
  'x-original-to',
  'x-gm-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-rcpt-to',
  'x-real-to',
  'x-forwarded-to',
  'apparently-to',
];
/** Whom somebody redirected it to (RFC 5322 §3.6.6): it still names in To whom it went to before. */
const RESENT_TO = ['resent-to', 'resent-cc'];

/** A message with its header section, and the charsets that text without a label may be in. */
export interface ParsedMail extends Entity {
  readonly fields: readonly Field[];
  readonly hints: readonly string[];
}

/** Our view of what was read: bounded, normalised, and free of control characters. */
export function toInboundMail(parsed: ParsedMail, sizeBytes: number, wanted?: ReadonlySet<string>): InboundMail {
  const headers = readHeaders(parsed);
  const field = (name: string): string => headers.get(name)?.[0] ?? '';
  const messageId = parseMessageIds(field('message-id'))[0];
  const report = readReport(parsed, cleanText);
  const calendarMethod = readCalendarMethod(parsed);
  const mediaTypes = parsed.attachments.map(({ contentType }) => contentType.toLowerCase());
  const encryption = parsed.encryption ?? (isRightsManaged({ headers }, mediaTypes) ? 'rights-managed' : undefined);
  return {
    ...(messageId !== undefined && { messageId }),
    inReplyTo: parseMessageIds(field('in-reply-to')),
    references: parseMessageIds(field('references')),
    from: mailboxes(field('from')),
    to: beginningOf(headers.get('to')).flatMap(mailboxes).slice(0, MAX_ADDRESSES),
    cc: beginningOf(headers.get('cc')).flatMap(mailboxes).slice(0, MAX_ADDRESSES),
    deliveredTo: deliveredToOf(headers),
    ...(headers.has('return-path') && { returnPath: normaliseAddress(field('return-path')) }),
    subject: oneLine(decodedWords(field('subject'))),
    ...dateOf(field('date')),
    headers,
    ...(isSaid(parsed.text) && { text: cleanText(parsed.text).replaceAll('\u00a0', ' ') }),
    ...(isSaid(parsed.html) && { html: cleanText(parsed.html) }),
    attachments: toAttachments(parsed, wanted),
    sizeBytes,
    ...(report && { report }),
    ...(encryption && { encryption }),
    ...(calendarMethod !== undefined && { calendarMethod }),
  };
}

function readHeaders({ fields, hints }: ParsedMail): Map<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const { name, value } of fields) {
    const values = headers.get(name) ?? [];
    values.push(oneLine(decodedText(value.subarray(0, MAX_FIELD_LENGTH), '', hints)));
    headers.set(name, values);
  }
  return headers;
}

function deliveredToOf(headers: ReadonlyMap<string, readonly string[]>): string[] {
  const valuesOf = (names: readonly string[]) => beginningOf(names.flatMap((name) => headers.get(name) ?? []));
  const delivered = valuesOf(DELIVERED_TO)
    .flatMap((value) => value.split(/[,;\s]+/, MAX_ADDRESSES))
    .map(normaliseAddress)
    .filter((address) => address !== '');
  const resent = valuesOf(RESENT_TO).flatMap(mailboxes);
  return [...delivered, ...resent.map(({ address }) => address)].slice(0, MAX_ADDRESSES);
}

/** Of all the fields of a kind as much as one may have: there may be ten thousand. */
function beginningOf(values: readonly string[] = []): readonly string[] {
  let length = 0;
  const end = values.findIndex((value) => (length += value.length) > MAX_FIELD_LENGTH);
  return end < 0 ? values : values.slice(0, Math.max(1, end));
}

/** `Ada <ada@example.test>`, or the address alone: nothing in it could be read in another way. */
const PLAIN =
  /^(?:([a-z0-9]{1,60}(?: [a-z0-9]{1,60}){0,5}) <([a-z0-9]+(?:[._+=-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*)>|([a-z0-9]+(?:[._+=-][a-z0-9]+)*@[a-z0-9]+(?:[.-][a-z0-9]+)*))$/i;

function mailboxes(value: string): Mailbox[] {
  const [plain, name = '', named, bare] = PLAIN.exec(value) ?? [];
  return plain === undefined ? parsedMailboxes(value) : [{ address: normaliseAddress(named ?? bare!), name }];
}

const parsedMailboxes = (value: string): Mailbox[] =>
  parseAddressHeader(inUtf8Words(value), { flatten: true, decodePunycode: false })
    .value.slice(0, MAX_ADDRESSES)
    .flatMap(({ address, name }) => (address ? [{ address: normaliseAddress(address), name: oneLine(name) }] : []));

function dateOf(value: string): { readonly date?: Date } {
  const date = new Date(value);
  return Number.isNaN(date.getTime()) ? {} : { date };
}

/** RFC 5322 §2.2.3: the space behind it is there already. */
const FOLD = /(?:\r\n|\r|\n)(?=[ \t])/g;

/** Folding is layout. Without line breaks a value cannot become a second field wherever it is written. */
const oneLine = (value: string): string =>
  value
    .replace(FOLD, '')
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .toWellFormed()
    .trim();

/** NUL cannot be stored in PostgreSQL text; other control characters mean nothing to a reader. */
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
/** Invisible ones that split words, or turn the direction of what follows. Joiners and plain direction marks are spelling. */
const INVISIBLE = /[\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]/g;

/**
 * UTF-16 can write half a character; neither UTF-8 nor the JSON of PostgreSQL can, and a mail with one would never get
 * its verdict.
 */
const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\r\n/g, '\n')
    .replace(/\r\n/g, '\n')
    .replace(/\r/g, '\n')
    .replace(CONTROLS, '')
    .replace(INVISIBLE, '');
