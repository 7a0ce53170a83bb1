import { Failure } from '@replyline/errors';
import { simpleParser, type ParsedMail } from 'mailparser';
import type { InboundMail } from '../mail.js';
import { isMislabelled, relabelled } from './charset.js';
import { toInboundMail } from './inbound-mail.js';

/** Servers refuse mail beyond 25 to 35 MB, and base64 adds a third; what is larger did not come by mail. */
const MAX_MESSAGE_BYTES = 64 * 1024 * 1024;
/**
 * Ten thousand parts are read, whoever sends such a thing. More would let multiparts nested in each other, on which mailparser
 * takes quadratic time, hold the reader for too long.
 */
const MAX_PARTS = 11_000;
/** A second parse for a wrong charset label is worth it for what people type, not for megabytes of attachments. */
const MAX_RELABEL_BYTES = 4 * 1024 * 1024;

/**
 * Lean: the library's own conversions between text and HTML have no bound on hostile input, and the reply is read
 * from the parts as they came. Report parts stay attachments, so that they do not look like something a person wrote.
 */
const LEAN = {
  skipHtmlToText: true,
  skipTextToHtml: true,
  skipTextLinks: true,
  skipImageLinks: true,
  keepCidLinks: true,
  keepDeliveryStatus: true,
  ignoreEmbedded: true,
  checksumAlgo: false,
  maxChildNodes: MAX_PARTS,
} as const;

/**
 * Reads a message as it came from the server, with the content of those attachments whose hash is wanted. Throws only
 * `mail.unreadable`, whatever the bytes are.
 */
export async function readMessage(raw: Uint8Array, wanted?: ReadonlySet<string>): Promise<InboundMail> {
  if (raw.byteLength > MAX_MESSAGE_BYTES) throw new Failure('mail.unreadable', { sizeBytes: raw.byteLength });
  try {
    return toInboundMail(await parse(withoutLeadingBlanks(raw)), raw.byteLength, wanted);
  } catch (cause) {
    throw new Failure('mail.unreadable', { sizeBytes: raw.byteLength }, { cause });
  }
}

async function parse(raw: Buffer): Promise<ParsedMail> {
  const parsed = await simpleParser(raw, LEAN);
  const charset = raw.byteLength <= MAX_RELABEL_BYTES && isMislabelled(`${parsed.text ?? ''}${parsed.html || ''}`);
  return charset ? simpleParser(relabelled(raw, charset), LEAN) : parsed;
}

/** An empty line ends the header section, so one before it would make the whole message body. Exports of mailboxes have them. */
function withoutLeadingBlanks(raw: Uint8Array): Buffer {
  const start = raw.findIndex((byte) => byte !== 0x0d && byte !== 0x0a);
  return Buffer.from(raw.buffer, raw.byteOffset + Math.max(0, start), raw.byteLength - Math.max(0, start));
}
