import { isAscii, isUtf8 } from 'node:buffer';
import { transferDecoded } from './transfer-encoding.js';

/** An equals sign that begins no code and ends no line: hardly any typed text with such signs has none of these. */
const NO_CODE = /=(?![0-9A-F]{2}|[ \t]{0,76}(?:\r?\n|$))/;
const FIRST_IS_NO_CODE = new RegExp(`^${NO_CODE.source}`);
/** A letter beyond ASCII in UTF-8; codes of other charsets are as likely something else. */
const CODED_LETTER = /=(?:C[2-9A-F]|D[0-9A-F]|E[0-9A-F]=[89AB][0-9A-F])=[89AB][0-9A-F]/;
/** Nobody types a line of 60 letters and digits, and goes on in the next one. */
const LINE_OF_BASE64 = /^\s{0,10}[A-Za-z0-9+/]{60,76}\r?\n[A-Za-z0-9+/]/;
const NO_BASE64 = /[^A-Za-z0-9+/\r\n=]/;
const CONTROLS = /[\0-\x08\x0e-\x1f\x7f]/;

/**
 * The octets of a text whose transfer encoding (RFC 2045 §6) nobody names, because something on the way lost the field.
 * Only where all of the text is encoded, and becomes one that can be read.
 */
export function withoutHiddenEncoding(body: Buffer): Buffer {
  const first = body.indexOf('=');
  const mayBeQuoted = first !== -1 && !FIRST_IS_NO_CODE.test(body.toString('latin1', first, first + 80));
  const mayBeBase64 = LINE_OF_BASE64.test(body.toString('latin1', 0, 100));
  if ((!mayBeQuoted && !mayBeBase64) || !isAscii(body)) return body;
  return mayBeBase64 ? readableBase64(body) : unquoted(body);
}

function unquoted(body: Buffer): Buffer {
  const text = body.toString('latin1');
  return CODED_LETTER.test(text) && !NO_CODE.test(text) ? transferDecoded(body, 'quoted-printable') : body;
}

function readableBase64(body: Buffer): Buffer {
  if (NO_BASE64.test(body.toString('latin1').trim())) return body;
  const decoded = transferDecoded(body, 'base64');
  const text = decoded.toString('latin1');
  return isUtf8(decoded) && !CONTROLS.test(text) && /\s/.test(text.trim()) ? decoded : body;
}
