import { extensionOf } from './file-name.js';

interface Signature {
  readonly mediaType: string;
  /** As Latin-1; `?` is any octet. */
  readonly begins: string;
  readonly at?: number;
  /** Two letters that a sentence may begin with too. */
  readonly isNoText?: boolean;
}

/** How files begin, whatever they are called. The first that matches counts, so the longer stand above the shorter. */
const SIGNATURES: readonly Signature[] = [
  { mediaType: 'image/png', begins: '\x89PNG\r\n\x1a\n' },
  { mediaType: 'image/jpeg', begins: '\xff\xd8\xff' },
  { mediaType: 'image/gif', begins: 'GIF8' },
  { mediaType: 'image/webp', begins: 'RIFF????WEBP' },
  { mediaType: 'audio/wav', begins: 'RIFF????WAVE' },
  { mediaType: 'video/x-msvideo', begins: 'RIFF????AVI ' },
  { mediaType: 'image/avif', begins: 'ftypavif', at: 4 },
  { mediaType: 'image/heic', begins: 'ftyphei', at: 4 },
  { mediaType: 'image/heic', begins: 'ftypmif1', at: 4 },
  { mediaType: 'audio/mp4', begins: 'ftypM4A', at: 4 },
  { mediaType: 'video/quicktime', begins: 'ftypqt', at: 4 },
  { mediaType: 'video/mp4', begins: 'ftyp', at: 4 },
  { mediaType: 'image/tiff', begins: 'II*\0' },
  { mediaType: 'image/tiff', begins: 'MM\0*' },
  { mediaType: 'image/bmp', begins: 'BM????\0\0\0\0' },
  { mediaType: 'application/pdf', begins: '%PDF-' },
  { mediaType: 'application/rtf', begins: '{\\rtf' },
  { mediaType: 'application/postscript', begins: '%!PS' },
  { mediaType: 'application/zip', begins: 'PK\x03\x04' },
  { mediaType: 'application/zip', begins: 'PK\x05\x06' },
  { mediaType: 'application/x-cfb', begins: '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' },
  { mediaType: 'application/gzip', begins: '\x1f\x8b' },
  { mediaType: 'application/x-bzip2', begins: 'BZh', isNoText: true },
  { mediaType: 'application/x-xz', begins: '\xfd7zXZ\0' },
  { mediaType: 'application/x-7z-compressed', begins: "7z\xbc\xaf'\x1c" },
  { mediaType: 'application/vnd.rar', begins: 'Rar!\x1a\x07' },
  { mediaType: 'application/x-tar', begins: 'ustar', at: 257 },
  { mediaType: 'audio/mpeg', begins: 'ID3', isNoText: true },
  { mediaType: 'audio/mpeg', begins: '\xff\xfb' },
  { mediaType: 'audio/ogg', begins: 'OggS' },
  { mediaType: 'audio/flac', begins: 'fLaC' },
  { mediaType: 'audio/amr', begins: '#!AMR' },
  { mediaType: 'video/webm', begins: '\x1aE\xdf\xa3' },
  { mediaType: 'application/x-msdownload', begins: 'MZ', isNoText: true },
  { mediaType: 'application/x-elf', begins: '\x7fELF' },
  { mediaType: 'application/x-mach-binary', begins: '\xcf\xfa\xed\xfe' },
  { mediaType: 'application/x-mach-binary', begins: '\xce\xfa\xed\xfe' },
  { mediaType: 'application/java-vm', begins: '\xca\xfe\xba\xbe' },
  { mediaType: 'application/wasm', begins: '\0asm' },
  { mediaType: 'application/vnd.android.dex', begins: 'dex\n' },
  { mediaType: 'application/x-ms-shortcut', begins: 'L\0\0\0\x01\x14\x02\0' },
  { mediaType: 'application/vnd.ms-htmlhelp', begins: 'ITSF', isNoText: true },
  { mediaType: 'application/vnd.ms-cab-compressed', begins: 'MSCF', isNoText: true },
  { mediaType: 'application/x-iso9660-image', begins: 'CD001', at: 0x8001 },
  { mediaType: 'text/x-shellscript', begins: '#!' },
];

/** What a container may be more exactly. An extension cannot make anything of it that is not of its family. */
const FAMILIES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'application/zip': {
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odp: 'application/vnd.oasis.opendocument.presentation',
    epub: 'application/epub+zip',
  },
  'application/x-cfb': {
    doc: 'application/msword',
    xls: 'application/vnd.ms-excel',
    ppt: 'application/vnd.ms-powerpoint',
    msg: 'application/vnd.ms-outlook',
  },
  'text/plain': {
    csv: 'text/csv',
    tsv: 'text/tab-separated-values',
    ics: 'text/calendar',
    vcf: 'text/vcard',
    md: 'text/markdown',
    json: 'application/json',
    eml: 'message/rfc822',
  },
};

/** What a program that shows it might run, by how the text of it begins. */
const MARKUP: readonly { readonly mediaType: string; readonly begins: RegExp }[] = [
  {
    mediaType: 'image/svg+xml',
    begins: /^(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)?(?:<!doctype svg[^>]{0,200}>\s*)?<svg\b/i,
  },
  { mediaType: 'text/html', begins: /^<(?:!doctype html|html|head|body|script|iframe)\b/i },
  { mediaType: 'application/xml', begins: /^<\?xml\b/i },
];

/** As much as is looked at of a text. */
const LOOKED_AT = 4096;

/** What a file is, by its octets; what its name and its sender say counts only within that. */
export function mediaTypeOf(content: Uint8Array, filename = ''): string {
  const found = SIGNATURES.find((it) => hasSignature(content, it))?.mediaType ?? textTypeOf(content);
  return FAMILIES[found]?.[extensionOf(filename)] ?? found;
}

function hasSignature(content: Uint8Array, { begins, at = 0, isNoText }: Signature): boolean {
  if (content.length < at + begins.length) return false;
  for (let index = 0; index < begins.length; index += 1) {
    if (begins[index] !== '?' && content[at + index] !== begins.charCodeAt(index)) return false;
  }
  return !isNoText || textTypeOf(content) === UNKNOWN;
}

const UNKNOWN = 'application/octet-stream';

function textTypeOf(content: Uint8Array): string {
  const beginning = Buffer.from(content.subarray(0, LOOKED_AT));
  const text = hasUtf16Mark(content) ? beginning.toString('utf16le', 2) : beginning.toString('latin1');
  if (/[\0-\x08\x0e-\x1a\x1c-\x1f]/.test(text)) return UNKNOWN;
  const written = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  return MARKUP.find(({ begins }) => begins.test(written))?.mediaType ?? 'text/plain';
}

const hasUtf16Mark = (content: Uint8Array): boolean => content[0] === 0xff && content[1] === 0xfe;
