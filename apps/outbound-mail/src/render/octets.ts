import * as base64 from 'nodemailer/lib/base64';
import type MimeNode from 'nodemailer/lib/mime-node';
import * as quotedPrintable from 'nodemailer/lib/qp';

/**
 * What `node.build()` resolves with, at once: that goes through a dozen streams a mail, which cost more than all the rest
 * of composing it. `undefined` where a part is something else than words, and `build()` has to be asked.
 */
export function octetsOf(root: MimeNode): Buffer | undefined {
  const pieces: string[] = [];
  if (!write(root, pieces)) return undefined;
  const text = pieces.join('');
  return Buffer.from(inWindowsLines(text.endsWith('\n') ? text : `${text}\n`));
}

const inWindowsLines = (text: string): string => text.replace(/(?<!\r)\n/g, '\r\n');

/** As RFC 2046 §5.1.1 lays it out. Says whether it could. */
function write(node: MimeNode, pieces: string[]): boolean {
  pieces.push(node.buildHeaders(), '\r\n\r\n');
  const words = node.content === undefined ? '' : wordsOf(node);
  if (words === undefined) return false;
  pieces.push(words);
  if (!node.multipart) return true;
  for (const [index, child] of node.childNodes.entries()) {
    pieces.push(index > 0 ? '\r\n' : '', `--${node.boundary || ''}\r\n`);
    if (!write(child, pieces)) return false;
  }
  pieces.push(`\r\n--${node.boundary || ''}--\r\n`);
  return true;
}

function wordsOf(node: MimeNode): string | undefined {
  const { content } = node;
  // A file may be large, and is made piece by piece.
  if (!/^text\//.test(node.contentType ?? '')) return undefined;
  if (typeof content !== 'string' && !Buffer.isBuffer(content)) return undefined;
  switch (node.getTransferEncoding()) {
    case 'quoted-printable':
      return quotedPrintable.wrap(quotedPrintable.encode(content), LONGEST_LINE);
    case 'base64':
      return base64.wrap(base64.encode(content), LONGEST_LINE);
    case '7bit':
      return typeof content === 'string' ? content : undefined;
    default:
      return undefined;
  }
}

/** RFC 2045 §6.7, §6.8. */
const LONGEST_LINE = 76;
