import { decodedText } from './charset.js';
import { enrichedToText } from './enriched.js';
import { octetsOf } from './field.js';
import { unflowed } from './flowed.js';
import type { MimePart } from './mime-part.js';
import { withoutHiddenEncoding } from './hidden-encoding.js';
import { isSaid, type Words } from './words.js';

/** Where a document may say in which charset it is; what MIME says is stronger. */
const META_BYTES = 2048;
const META = /<meta\b[^>]{0,200}\bcharset\s{0,5}=\s{0,5}["']?([a-z0-9._-]{1,40})/i;
const DOCUMENT = /^\s*(?:<!--|<\?xml|<!doctype\s+html|<html|<head\b|<body\b)/i;
const FRAGMENT = /^\s*<(div|p|table|span|font)\b[^>]*>/i;
const ANY_TAG = /<[a-z!/]/i;
const ENTITY = /&(#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,8});/i;

/** The words of one part of text, in the form that they really have. `undefined` for what is no text to be read. */
export function wordsOfLeaf(part: MimePart, hints: readonly string[]): Words | undefined {
  switch (part.mediaType) {
    case 'text/plain':
      return asWhatItIs(plainText(part, hints));
    case 'text/html':
    case 'application/xhtml+xml':
      return htmlOf(part, hints);
    case 'text/enriched':
    case 'text/richtext':
      return { text: enrichedToText(decodedText(part.body, part.params.charset, hints)) };
    default:
      return undefined;
  }
}

/** Kinds of text that are written for programs. */
const FOR_PROGRAMS =
  /^text\/(?:calendar|(?:x-)?vcard|directory|css|csv|tab-separated-values|xml|javascript|ecmascript|rtf|rfc822-headers|x-amp-html|watch-html|vnd\.|x-moz-)/;

/** RFC 2046 §4.1.4: a kind of text that is not known is read as plain text. */
export const wordsOfUnknownText = (part: MimePart, hints: readonly string[]): Words =>
  part.mediaType.startsWith('text/') && !FOR_PROGRAMS.test(part.mediaType) ? { text: plainText(part, hints) } : {};

function plainText(part: MimePart, hints: readonly string[]): string {
  const { params } = part;
  const text = decodedText(unhidden(part), params.charset, hints);
  return params.format?.trim().toLowerCase() === 'flowed'
    ? unflowed(text, params.delsp?.trim().toLowerCase() === 'yes')
    : text;
}

/** Programs that write HTML and call it text do it from the first character to the last. */
function asWhatItIs(text: string): Words {
  const element = FRAGMENT.exec(text)?.[1]?.toLowerCase();
  const isFragment = element !== undefined && text.trimEnd().toLowerCase().endsWith(`</${element}>`);
  return DOCUMENT.test(text) || isFragment ? { html: text } : { text };
}

/** Without a tag or an entity it is text, whose line ends would be lost. */
function htmlOf(part: MimePart, hints: readonly string[]): Words {
  const { params } = part;
  const body = unhidden(part);
  const stated = META.exec(body.subarray(0, META_BYTES).toString('latin1'))?.[1];
  const html = decodedText(body, params.charset ?? stated, stated === undefined ? hints : [stated, ...hints]);
  return ANY_TAG.test(html) || ENTITY.test(html) || !isSaid(html) ? { html } : { text: html };
}

/** What was encoded as its field says has been decoded: codes that are in it now were typed. */
const unhidden = ({ fields, body }: MimePart): Buffer =>
  /quoted-printable|base64/i.test(octetsOf(fields, 'content-transfer-encoding')) ? body : withoutHiddenEncoding(body);
