import libmime from 'libmime';
import type { ReadAttachment } from '../attachment.js';
import { decodedText } from '../charset.js';
import { isSaid, type Words } from '../words.js';
import { labelOfCodepage } from './codepage.js';
import { decompressedRtf } from './compressed-rtf.js';
import { readProperties, type Property } from './properties.js';
import { OctetReader, untilCutOff } from './reader.js';
import { wordsOfRtf } from './rtf.js';

const SIGNATURE = 0x223e9f78;
/** Attributes that are read (MS-OXTNEF 2.1.3.1), by the lower half of their identifier. */
const [BODY, PROPERTIES, OEM_CODEPAGE] = [0x800c, 0x9003, 0x9007];
const [NEW_ATTACHMENT, TITLE, DATA, ATTACHMENT_PROPERTIES] = [0x9002, 0x8010, 0x800f, 0x9005];
/** And properties (MS-OXPROPS). */
const [PLAIN, HTML, RTF, INTERNET_CODEPAGE] = [0x1000, 0x1013, 0x1009, 0x3fde];
const [LONG_FILENAME, FILENAME, MIME_TAG, CONTENT_ID, CONTENT] = [0x3707, 0x3704, 0x370e, 0x3712, 0x3701];
const [UNICODE, OBJECT] = [0x001f, 0x000d];
const INTERFACE_ID_BYTES = 16;
const MAX_ATTACHMENTS = 1000;

interface Attributes {
  readonly values: Map<number, Buffer>;
}

interface TnefContent {
  readonly words: Words;
  readonly attachments: readonly ReadAttachment[];
}

/**
 * What Outlook puts into `winmail.dat` (MS-OXTNEF): the text in whichever of four forms it is there, and the files. What is cut
 * off gives what stands before the cut; `undefined` for what is no TNEF. Time and memory are linear in the octets.
 */
export function readTnef(octets: Buffer): TnefContent | undefined {
  if (octets.length < 6 || octets.readUInt32LE() !== SIGNATURE) return undefined;
  const [message, ...attachments] = readAttributes(octets.subarray(6));
  const codepage = message!.values.get(OEM_CODEPAGE);
  const label = labelOfCodepage(codepage && codepage.length >= 4 ? codepage.readUInt32LE() : 0);
  return { words: wordsOf(message!, label), attachments: attachments.map((it) => attachmentOf(it, label)) };
}

/** Those of the message, and then those of each attachment. */
function readAttributes(octets: Buffer): Attributes[] {
  const all: Attributes[] = [{ values: new Map() }];
  const reader = new OctetReader(octets);
  untilCutOff(() => {
    while (!reader.isAtEnd && all.length <= MAX_ATTACHMENTS) {
      reader.block(1);
      const id = reader.uint32() & 0xffff;
      const value = reader.block(reader.uint32());
      if (id === NEW_ATTACHMENT) all.push({ values: new Map() });
      all.at(-1)!.values.set(id, value);
      reader.block(2);
    }
  });
  return all;
}

function wordsOf({ values }: Attributes, label: string): Words {
  const properties = readProperties(values.get(PROPERTIES) ?? Buffer.alloc(0));
  const internet = properties.get(INTERNET_CODEPAGE)?.value.readUInt32LE();
  const html = textOf(properties.get(HTML), labelOfCodepage(internet ?? 0) || label);
  const text = textOf(properties.get(PLAIN), label) ?? ended(decodedText(values.get(BODY) ?? Buffer.alloc(0), label));
  const rtf = isSaid(html) ? {} : rtfWords(properties.get(RTF));
  return { ...rtf, ...(isSaid(text) && { text }), ...(isSaid(html) && { html }) };
}

/** Broken RTF is worth no more than no RTF. */
function rtfWords(property: Property | undefined): Words {
  try {
    return property ? wordsOfRtf(decompressedRtf(property.value)) : {};
  } catch {
    return {};
  }
}

function attachmentOf({ values }: Attributes, label: string): ReadAttachment {
  const properties = readProperties(values.get(ATTACHMENT_PROPERTIES) ?? Buffer.alloc(0));
  const name = (id: number): string | undefined => textOf(properties.get(id), label);
  const filename = [
    name(LONG_FILENAME),
    name(FILENAME),
    ended(decodedText(values.get(TITLE) ?? Buffer.alloc(0), label)),
  ].find(isSaid);
  const content = values.get(DATA) ?? contentOf(properties.get(CONTENT));
  const cid = name(CONTENT_ID)?.replace(/^<|>$/g, '');
  return {
    ...(filename !== undefined && { filename }),
    contentType:
      name(MIME_TAG)?.toLowerCase() || (filename ? libmime.detectMimeType(filename) : 'application/octet-stream'),
    ...(isSaid(cid) && { cid }),
    content,
    size: content.length,
  };
}

const contentOf = (property: Property | undefined): Buffer =>
  property?.value.subarray(property.type === OBJECT ? INTERFACE_ID_BYTES : 0) ?? Buffer.alloc(0);

function textOf(property: Property | undefined, label: string): string | undefined {
  if (property === undefined) return undefined;
  return ended(decodedText(property.value, property.type === UNICODE ? 'utf-16le' : label));
}

/** Strings end with a NUL. */
const ended = (text: string): string => text.replace(/\0[^]*$/, '');
