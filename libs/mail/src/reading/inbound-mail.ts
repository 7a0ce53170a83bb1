import { parseAddressHeader, type ParsedMail } from 'mailparser';
import { normaliseAddress } from '../facts/address.js';
import { parseMessageIds } from '../facts/message-id.js';
import type { InboundMail, Mailbox } from '../mail.js';
import { repairWindows1252 } from './charset.js';
import { readCalendarMethod, readReport } from './report-parts.js';

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

/** Our view of what mailparser read: bounded, normalised, and free of control characters. */
export function toInboundMail(parsed: ParsedMail, sizeBytes: number): InboundMail {
  const headers = readHeaders(parsed);
  const field = (name: string): string => headers.get(name)?.[0] ?? '';
  const messageId = parseMessageIds(field('message-id'))[0];
  const report = readReport(parsed, cleanText);
  const calendarMethod = readCalendarMethod(parsed);
  return {
    ...(messageId !== undefined && { messageId }),
    inReplyTo: parseMessageIds(field('in-reply-to')),
    references: parseMessageIds(field('references')),
    from: mailboxes(field('from')),
    to: (headers.get('to') ?? []).flatMap(mailboxes),
    cc: (headers.get('cc') ?? []).flatMap(mailboxes),
    deliveredTo: DELIVERED_TO.flatMap((name) => headers.get(name) ?? [])
      .flatMap((value) => value.split(/[,;\s]+/, MAX_ADDRESSES))
      .map(normaliseAddress)
      .filter((address) => address !== '')
      .slice(0, MAX_ADDRESSES),
    ...(headers.has('return-path') && { returnPath: normaliseAddress(field('return-path')) }),
    subject: oneLine(parsed.subject ?? ''),
    ...(isDate(parsed.date) && headers.has('date') && { date: parsed.date }),
    headers,
    ...(parsed.text && { text: cleanText(parsed.text) }),
    ...(parsed.html && { html: cleanText(parsed.html) }),
    attachments: parsed.attachments.map(({ filename, contentType, size }) => ({
      ...(filename !== undefined && { filename: oneLine(filename) }),
      mediaType: contentType,
      sizeBytes: size,
    })),
    sizeBytes,
    ...(report && { report }),
    ...(calendarMethod !== undefined && { calendarMethod }),
  };
}

function readHeaders(parsed: ParsedMail): Map<string, readonly string[]> {
  const headers = new Map<string, string[]>();
  for (const { key, line } of parsed.headerLines ?? []) {
    const value = oneLine(line.slice(line.indexOf(':') + 1).slice(0, MAX_FIELD_LENGTH));
    const values = headers.get(key) ?? [];
    values.push(value);
    headers.set(key, values);
  }
  return headers;
}

const mailboxes = (value: string): Mailbox[] =>
  parseAddressHeader(value, { flatten: true, decodePunycode: false })
    .value.slice(0, MAX_ADDRESSES)
    .flatMap(({ address, name }) => (address ? [{ address: normaliseAddress(address), name: oneLine(name) }] : []));

const isDate = (date: unknown): date is Date => date instanceof Date && !Number.isNaN(date.getTime());

/** RFC 5322 §2.2.3: folding is layout. Without line breaks a value cannot become a second field wherever it is written. */
const oneLine = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** NUL cannot be stored in PostgreSQL text; other control characters mean nothing to a reader. */
const cleanText = (text: string): string =>
  repairWindows1252(text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, ''));
