import { inflateSync } from 'node:zlib';

/** What a CMS message is, as far as a reader without keys can tell. */
type CmsContent = { readonly kind: 'content'; readonly content: Buffer } | { readonly kind: 'encrypted' };

/** Object identifiers of RFC 5652, RFC 5083 and RFC 3274, in hexadecimal. */
const CONTENT_TYPES: Readonly<Record<string, 'signed' | 'encrypted' | 'compressed'>> = {
  '2a864886f70d010702': 'signed',
  '2a864886f70d010703': 'encrypted',
  '2a864886f70d010706': 'encrypted',
  '2a864886f70d0109100117': 'encrypted',
  '2a864886f70d0109100109': 'compressed',
};
const [OCTETS, OID, SEQUENCE] = [0x04, 0x06, 0x30];
const [CONSTRUCTED, EXPLICIT] = [0x20, 0xa0];
/** None has a dozen of anything that is looked at. */
const MAX_CHILDREN = 64;
/** OpenSSL writes a kilobyte into each. */
const MAX_PIECES = 100_000;
/** Real ones are six deep. */
const MAX_DEPTH = 16;
/** What is compressed is a mail; a thousandfold of it is an attack. */
const MAX_INFLATED_BYTES = 16 * 1024 * 1024;

/** An element of BER (X.690 §8.1), with a length or with an end mark. What is cut off ends where the octets do. */
interface Element {
  readonly tag: number;
  readonly content: Buffer;
  /** Where the next one begins. */
  readonly end: number;
}

/**
 * Takes the content out of a CMS message (RFC 5652). No signature is checked: what comes out proves nothing, and is trusted no
 * more than any other text of the mail. `undefined` when it is something else, or holds nothing. Throws on broken compression.
 */
export function readCms(octets: Buffer): CmsContent | undefined {
  const info = childrenOf(elementAt(octets, 0));
  const type = CONTENT_TYPES[info.find(({ tag }) => tag === OID)?.content.toString('hex') ?? ''];
  if (type === 'encrypted') return { kind: 'encrypted' };
  if (type === undefined) return undefined;
  const data = childrenOf(childrenOf(info.find(({ tag }) => tag === EXPLICIT))[0]);
  const encapsulated = data
    .filter(({ tag }) => tag === SEQUENCE)
    .flatMap((it) => childrenOf(it).find(({ tag }) => tag === EXPLICIT) ?? [])[0];
  const content = octetString(childrenOf(encapsulated)[0]);
  if (content.length === 0) return undefined;
  return { kind: 'content', content: type === 'compressed' ? inflated(content) : content };
}

const inflated = (content: Buffer): Buffer => inflateSync(content, { maxOutputLength: MAX_INFLATED_BYTES });

/** A long one may come in pieces, in the middle of any line of what they hold. */
function octetString(element: Element | undefined, depth = 0): Buffer {
  if (element?.tag === OCTETS) return element.content;
  if (element?.tag !== (OCTETS | CONSTRUCTED) || depth > MAX_DEPTH) return Buffer.alloc(0);
  return Buffer.concat(childrenOf(element, MAX_PIECES).map((piece) => octetString(piece, depth + 1)));
}

function childrenOf(element: Element | undefined, max = MAX_CHILDREN): Element[] {
  if (element === undefined || (element.tag & CONSTRUCTED) === 0) return [];
  const children: Element[] = [];
  for (let at = 0; at < element.content.length && children.length < max;) {
    const child = elementAt(element.content, at);
    if (child === undefined) break;
    children.push(child);
    at = child.end;
  }
  return children;
}

function elementAt(octets: Buffer, at: number, depth = 0): Element | undefined {
  const tag = octets[at];
  const length = octets[at + 1];
  // Numbers of more than one octet do not occur here.
  if (tag === undefined || length === undefined || (tag & 0x1f) === 0x1f) return undefined;
  if (length === 0x80) return indefinite(octets, tag, at + 2, depth);
  const more = length > 0x80 ? length & 0x7f : 0;
  if (more > 6 || at + 2 + more > octets.length) return undefined;
  const start = at + 2 + more;
  const end = Math.min(octets.length, start + (more === 0 ? length : octets.readUIntBE(at + 2, more)));
  return { tag, content: octets.subarray(start, end), end };
}

/** X.690 §8.1.3.6: it ends with two octets of zero, which only reading what is inside can find. */
function indefinite(octets: Buffer, tag: number, start: number, depth: number): Element | undefined {
  if (depth > MAX_DEPTH || (tag & CONSTRUCTED) === 0) return undefined;
  let at = start;
  while (at < octets.length && !(octets[at] === 0 && octets[at + 1] === 0)) {
    const child = elementAt(octets, at, depth + 1);
    if (child === undefined) break;
    at = child.end;
  }
  return { tag, content: octets.subarray(start, at), end: Math.min(octets.length, at + 2) };
}
