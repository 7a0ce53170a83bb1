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

/** RFC 2045 §6.7: an equals sign that begins no code stands for itself. */
const quotedPrintable = (body: Buffer): Buffer =>
  Buffer.from(
    body
      .toString('latin1')
      .replace(/=(?:[ \t]*\r?\n|([0-9A-Fa-f]{2})|$)/g, (_all, code?: string) =>
        code === undefined ? '' : String.fromCharCode(parseInt(code, 16)),
      ),
    'latin1',
  );
