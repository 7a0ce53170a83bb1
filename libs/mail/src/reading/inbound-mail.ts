import { parseAddressHeader, type ParsedMail } from 'mailparser';
import { normaliseAddress } from '../facts/address.js';
import { parseMessageIds } from '../facts/message-id.js';
import type { InboundMail, Mailbox, ReportParts } from '../mail.js';
import { toAttachments } from './attachments.js';
import { repairWindows1252 } from './charset.js';

/** A field with more addresses is a mailing; the token is in the first ones, and parsing is not free. */
const MAX_ADDRESSES = 200;
/** RFC 5322 limits a line, not a field. Longer ones carry nothing that is read here. */
const MAX_FIELD_LENGTH = 64 * 1024;
/** The machine-readable part of a report, and the header section of what came back, are some kilobytes. */
const MAX_REPORT_LENGTH = 256 * 1024;

const DELIVERED_TO = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to'];

/** Our view of what mailparser read: bounded, normalised, and free of control characters. */
export function toInboundMail(parsed: ParsedMail, sizeBytes: number, wanted?: ReadonlySet<string>): InboundMail {
  const headers = readHeaders(parsed);
  const field = (name: string): string => headers.get(name)?.[0] ?? '';
  const messageId = parseMessageIds(field('message-id'))[0];
  const report = readReport(parsed);
  return {
    ...(messageId !== undefined && { messageId }),
    inReplyTo: parseMessageIds(field('in-reply-to')),
    references: parseMessageIds(field('references')),
    from: mailboxes(field('from')),
    to: (headers.get('to') ?? []).flatMap(mailboxes),
    cc: (headers.get('cc') ?? []).flatMap(mailboxes),
    deliveredTo: DELIVERED_TO.flatMap((name) => headers.get(name) ?? [])
      .map(normaliseAddress)
      .slice(0, MAX_ADDRESSES),
    ...(headers.has('return-path') && { returnPath: normaliseAddress(field('return-path')) }),
    subject: oneLine(parsed.subject ?? ''),
    ...(isDate(parsed.date) && headers.has('date') && { date: parsed.date }),
    headers,
    ...(parsed.text && { text: cleanText(parsed.text) }),
    ...(parsed.html && { html: cleanText(parsed.html) }),
    attachments: toAttachments(parsed, wanted),
    sizeBytes,
    ...(report && { report }),
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

function readReport(parsed: ParsedMail): ReportParts | undefined {
  const content = (mediaTypes: RegExp): string | undefined =>
    parsed.attachments
      .find(({ contentType }) => mediaTypes.test(contentType))
      ?.content.toString('utf8')
      .slice(0, MAX_REPORT_LENGTH);
  const deliveryStatus = content(/^message\/(global-)?delivery-status$/i);
  if (deliveryStatus === undefined) return undefined;
  const returned = cleanText(content(/^(message\/(rfc822|global)|(text|message)\/(rfc822|global)-headers)$/i) ?? '');
  return {
    deliveryStatus: cleanText(deliveryStatus),
    returnedHeaders: returned.replace(/^\n+/, '').split(/\n\n/, 1)[0]!,
  };
}

const isDate = (date: unknown): date is Date => date instanceof Date && !Number.isNaN(date.getTime());

/** RFC 5322 §2.2.3: folding is layout. Without line breaks a value cannot become a second field wherever it is written. */
const oneLine = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** NUL cannot be stored in PostgreSQL text; other control characters mean nothing to a reader. */
const cleanText = (text: string): string =>
  repairWindows1252(text.replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff]/g, ''));
