/** Writes what `readTnef` reads, as Outlook does it (MS-OXTNEF, MS-OXRTFCP): only for tests. */
export interface TnefFile {
  readonly filename: string;
  readonly content: Buffer;
  readonly mediaType?: string;
  readonly cid?: string;
}

export type PropertyValue = readonly [id: number, type: number, value: Buffer];

const u16 = (value: number): Buffer => Buffer.from([value & 255, (value >> 8) & 255]);
const u32 = (value: number): Buffer => {
  const octets = Buffer.alloc(4);
  octets.writeUInt32LE(value);
  return octets;
};
const padded = (octets: Buffer): Buffer => Buffer.concat([octets, Buffer.alloc((4 - (octets.length % 4)) % 4)]);

export const unicode = (id: number, text: string): PropertyValue => [id, 0x001f, Buffer.from(`${text}\0`, 'utf16le')];
export const string8 = (id: number, octets: Buffer): PropertyValue => [
  id,
  0x001e,
  Buffer.concat([octets, Buffer.from([0])]),
];
export const binary = (id: number, octets: Buffer): PropertyValue => [id, 0x0102, octets];
export const long = (id: number, value: number): PropertyValue => [id, 0x0003, u32(value)];

/** The text of a name stands in front of the value of a named property. */
const NAME = Buffer.concat([Buffer.alloc(16, 7), u32(1), u32(6), padded(Buffer.from('x\0y\0\0\0', 'latin1'))]);

export const propertyList = (properties: readonly PropertyValue[]): Buffer =>
  Buffer.concat([
    u32(properties.length),
    ...properties.flatMap(([id, type, value]) => [
      u16(type),
      u16(id),
      ...(id >= 0x8000 ? [NAME] : []),
      ...(type === 0x0003 ? [value] : [u32(1), u32(value.length), padded(value)]),
    ]),
  ]);

export const attribute = (level: 1 | 2, id: number, value: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from([level]),
    u32(id),
    u32(value.length),
    value,
    u16(value.reduce((sum, octet) => (sum + octet) & 0xffff, 0)),
  ]);

export function tnef(
  codepage: number,
  properties: readonly PropertyValue[],
  { body, files = [] }: { readonly body?: Buffer; readonly files?: readonly TnefFile[] } = {},
): Buffer {
  return Buffer.concat([
    u32(0x223e9f78),
    u16(1),
    attribute(1, 0x00089006, u32(0x00010000)),
    attribute(1, 0x00069007, Buffer.concat([u32(codepage), u32(0)])),
    attribute(1, 0x00078008, Buffer.from('IPM.Microsoft Mail.Note\0')),
    ...(body ? [attribute(1, 0x0002800c, Buffer.concat([body, Buffer.from([0])]))] : []),
    attribute(1, 0x00069003, propertyList(properties)),
    ...files.flatMap(attached),
  ]);
}

const attached = ({ filename, content, mediaType, cid }: TnefFile): Buffer[] => [
  attribute(2, 0x00069002, Buffer.alloc(14)),
  attribute(2, 0x00018010, Buffer.from('SHORT~1.TXT\0')),
  attribute(2, 0x0006800f, content),
  attribute(
    2,
    0x00069005,
    propertyList([
      unicode(0x3707, filename),
      ...(mediaType === undefined ? [] : [unicode(0x370e, mediaType)]),
      ...(cid === undefined ? [] : [unicode(0x3712, cid)]),
    ]),
  ),
];

/** Each octet as it is; a reader takes that like any other stream. */
export function literalRtf(rtf: Buffer): Buffer {
  const runs: Buffer[] = [];
  for (let at = 0; at < rtf.length; at += 8) runs.push(Buffer.from([0]), rtf.subarray(at, at + 8));
  return rtfStream(Buffer.concat(runs), rtf.length);
}

export const rtfStream = (content: Buffer, rawSize: number, kind = 0x75465a4c): Buffer =>
  Buffer.concat([u32(content.length + 12), u32(rawSize), u32(kind), u32(0), content]);
