import { OctetReader } from './reader.js';

/** What the dictionary holds before the first octet (MS-OXRTFCP 2.1.2.1). */
const INITIAL = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor ' +
    'MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
);
const DICTIONARY = 4096;
/** Two octets, and an eighth of one, stand for seventeen at most. */
const MAX_RATIO = 8;
const [COMPRESSED, UNCOMPRESSED] = [0x75465a4c, 0x414c454d];
/** A reply with a long thread below it is some hundred kilobytes. */
export const MAX_RTF_BYTES = 4 * 1024 * 1024;

/** RTF out of `PidTagRtfCompressed`, at most `MAX_RTF_BYTES` of it. The checksum is not looked at: broken text is still read. */
export function decompressedRtf(octets: Buffer): Buffer {
  const reader = new OctetReader(octets);
  reader.uint32();
  const rawSize = Math.min(reader.uint32(), MAX_RTF_BYTES, octets.length * MAX_RATIO);
  const kind = reader.uint32();
  reader.uint32();
  const content = octets.subarray(16);
  if (kind === UNCOMPRESSED) return content.subarray(0, rawSize);
  return kind === COMPRESSED ? inflated(content, rawSize) : Buffer.alloc(0);
}

function inflated(content: Buffer, rawSize: number): Buffer {
  const out = Buffer.alloc(rawSize);
  const dictionary = Buffer.alloc(DICTIONARY);
  INITIAL.copy(dictionary);
  let [size, at, next] = [0, 0, INITIAL.length];
  const put = (octet: number): void => {
    if (size < rawSize) out[size] = octet;
    size += 1;
    dictionary[next] = octet;
    next = (next + 1) % DICTIONARY;
  };
  while (at < content.length && size < rawSize) {
    const control = content[at]!;
    at += 1;
    for (let bit = 0; bit < 8 && at < content.length && size < rawSize; bit += 1) {
      if ((control & (1 << bit)) === 0) {
        put(content[at]!);
        at += 1;
        continue;
      }
      const reference = (content[at]! << 8) | (content[at + 1] ?? 0);
      at += 2;
      const offset = reference >> 4;
      // A reference to where it is written itself is the end mark.
      if (offset === next) return out.subarray(0, size);
      for (let step = 0; step < (reference & 15) + 2; step += 1) put(dictionary[(offset + step) % DICTIONARY]!);
    }
  }
  return out.subarray(0, Math.min(size, rawSize));
}
