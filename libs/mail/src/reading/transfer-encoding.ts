import { uudecoded } from './uuencode.js';

/** Everything in a body of base64; an appended footer of plain text has more. */
const ONLY_BASE64 = /^[A-Za-z0-9+/\s]*(?:=\s*){0,3}$/;
const BASE64_LINE = /^[A-Za-z0-9+/]*={0,2}$/;

/** RFC 2045 §6: the octets of a part. What is not in the encoding that it claims is taken as it is. Never throws; linear time. */
export function transferDecoded(body: Buffer, encoding: string): Buffer {
  switch (encoding.toLowerCase().replace(/\([^)]{0,100}\)|;.*|[^a-z0-9]/g, '')) {
    case 'base64':
      return base64(body);
    case 'quotedprintable':
      return quotedPrintable(body);
    case 'xuuencode':
    case 'uuencode':
    case 'xuue':
      return uudecoded(body) ?? body;
    default:
      return body;
  }
}

function base64(body: Buffer): Buffer {
  const text = body.toString('latin1');
  return ONLY_BASE64.test(text) ? Buffer.from(text, 'base64') : byLine(text);
}

/** Lists append plain text to encoded text, and join encoded texts that each end in padding. */
function byLine(text: string): Buffer {
  const lines = text.split('\n').map((line) => line.trim());
  const end = lines.findIndex((line) => !BASE64_LINE.test(line));
  const encoded = end === -1 ? lines : lines.slice(0, end);
  if (encoded.every((line) => line === '')) return Buffer.from(text, 'latin1');
  const decoded = encoded
    .join('')
    .split(/(?<==)(?!=)/)
    .map((piece) => Buffer.from(piece, 'base64'));
  return end === -1
    ? Buffer.concat(decoded)
    : Buffer.concat([...decoded, Buffer.from(`\n${lines.slice(end).join('\n')}`, 'latin1')]);
}

const [EQUALS, CR, LF] = [0x3d, 0x0d, 0x0a];
const BLANKS: readonly (number | undefined)[] = [0x20, 0x09];
const HEX = new Map([...'0123456789abcdefABCDEF'].map((digit) => [digit.charCodeAt(0), parseInt(digit, 16)]));

/** RFC 2045 §6.7: an equals sign that begins no code stands for itself. */
function quotedPrintable(body: Buffer): Buffer {
  const decoded = Buffer.alloc(body.length);
  let [to, end] = [0, 0];
  for (let at = body.indexOf(EQUALS); at !== -1; at = body.indexOf(EQUALS, end)) {
    to += body.copy(decoded, to, end, at);
    const [high, low] = [HEX.get(body[at + 1] ?? 0), HEX.get(body[at + 2] ?? 0)];
    const isCode = high !== undefined && low !== undefined;
    const next = isCode ? at + 3 : softBreakEnd(body, at + 1);
    if (isCode) decoded[to++] = high * 16 + low;
    else if (next === undefined) decoded[to++] = EQUALS;
    end = next ?? at + 1;
  }
  to += body.copy(decoded, to, end);
  return decoded.subarray(0, to);
}

/** Where the next line begins, if nothing but blanks is left of this one. */
function softBreakEnd(body: Buffer, from: number): number | undefined {
  let at = from;
  if (at === body.length) return at;
  while (BLANKS.includes(body[at])) at += 1;
  if (body[at] === CR && body[at + 1] === LF) return at + 2;
  return body[at] === LF ? at + 1 : undefined;
}
