import * as base64 from 'nodemailer/lib/base64';
import { foldLines } from 'nodemailer/lib/mime-funcs';
import MimeNode, { type MimeNodeHeaderValue } from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';

/** A header field and what it says; nodemailer knows by its name how that is written. */
export type Field = readonly [name: string, value: MimeNodeHeaderValue];

/** The words of a mail as one media type. Octets are written in their charset already. */
export interface Form {
  readonly mediaType: `text/${'plain' | 'html'}; charset=${string}`;
  readonly content: string | Buffer;
}

/** What a mail says, before it is octets. */
export interface Letter {
  readonly fields: readonly Field[];
  /** What its parts are told apart by begins with this: letters, digits and `-`. */
  readonly boundary: string;
  /** The best one last (RFC 2046 §5.1.4). */
  readonly forms: readonly Form[];
}

/** RFC 2045 §6.7, §6.8, RFC 5322 §2.1.1. */
const LONGEST_LINE = 76;

/** It remembers nothing of what it encodes. */
const encoder = new MimeNode(false);

/**
 * The octets of a letter in several forms, made at once. They are those that nodemailer makes by way of a tree and a
 * dozen streams, which cost more than all the rest of composing a mail.
 */
export function octetsOf({ fields, boundary: base, forms }: Letter): Buffer {
  const boundary = `--_NmP-${base}-Part_1`;
  const type = `multipart/alternative; boundary="${boundary}"`;
  const header = [...fields, ['MIME-Version', '1.0'] as const, ['Content-Type', type] as const].map(lineOf);
  const parts = forms.map((form) => `--${boundary}\r\n${partOf(form)}\r\n`);
  return Buffer.from(inWindowsLines(`${header.join('')}\r\n${parts.join('')}--${boundary}--\r\n`));
}

const inWindowsLines = (text: string): string => text.replace(/(?<!\r)\n/g, '\r\n');

/** Empty where there is nothing to say. */
function lineOf([name, value]: Field): string {
  const said = encoder.encodeHeaderValue(name, value);
  return said.trim() === '' ? '' : `${foldLines(`${name}: ${said}`, LONGEST_LINE)}\r\n`;
}

function partOf({ mediaType, content }: Form): string {
  const encoding = typeof content === 'string' ? encodingOf(content) : 'quoted-printable';
  const header = `Content-Type: ${mediaType}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
  return header + ENCODED[encoding](content);
}

type Encoding = keyof typeof ENCODED;

const ENCODED = {
  'quoted-printable': (content: string | Buffer) => quotedPrintable.wrap(quotedPrintable.encode(content), LONGEST_LINE),
  base64: (content: string | Buffer) => base64.wrap(base64.encode(content), LONGEST_LINE),
  '7bit': (content: string | Buffer) => content.toString(),
};

const encodingOf = (content: string): Encoding =>
  new MimeNode('text/plain').setContent(content).getTransferEncoding() as Encoding;
