export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** How large a picture says it is, where it says so at a place that is known without decoding it. */
export function pictureSizeOf(content: Uint8Array, mediaType: string): PictureSize | undefined {
  const view = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return SIZES[mediaType]?.(view);
}

/** A GIF has its size behind its signature, a PNG in its first chunk, a BMP in its header. */
const SIZES: Readonly<Record<string, (view: Buffer) => PictureSize | undefined>> = {
  'image/gif': (view) => (view.length < 10 ? undefined : { width: view.readUInt16LE(6), height: view.readUInt16LE(8) }),
  'image/png': (view) =>
    view.length < 24 ? undefined : { width: view.readUInt32BE(16), height: view.readUInt32BE(20) },
  'image/bmp': (view) =>
    view.length < 26 ? undefined : { width: Math.abs(view.readInt32LE(18)), height: Math.abs(view.readInt32LE(22)) },
  'image/jpeg': jpegSize,
};

/** Segments are few; a file that has more of them has them to keep us busy. */
const MAX_SEGMENTS = 200;

function jpegSize(view: Buffer): PictureSize | undefined {
  let at = 2;
  for (let segment = 0; segment < MAX_SEGMENTS && at + 9 <= view.length; segment += 1) {
    const marker = view[at + 1]!;
    if (view[at] !== 0xff) return undefined;
    if (isFrame(marker)) return { height: view.readUInt16BE(at + 5), width: view.readUInt16BE(at + 7) };
    at += 2 + view.readUInt16BE(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, but for the three in between that are tables. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
