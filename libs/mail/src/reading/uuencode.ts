const BEGIN = /^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?$/;

/** Nobody writes so many; what is beyond stays text. */
const MAX_FILES = 100;

interface UuencodedFile {
  readonly filename: string;
  readonly content: Buffer;
}

/** Splits text from the files that programs from before MIME wrote into it. Takes linear time. */
export function withoutUuencode(text: string): { readonly text: string; readonly files: readonly UuencodedFile[] } {
  if (!/^begin/m.test(text)) return { text, files: [] };
  const kept: string[] = [];
  const files: UuencodedFile[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at += 1) {
    const filename = files.length < MAX_FILES ? BEGIN.exec(lines[at]!)?.[1] : undefined;
    const end = filename === undefined ? -1 : endOf(lines, at + 1);
    if (filename === undefined || end === -1) kept.push(lines[at]!);
    else {
      files.push({ filename, content: decoded(lines.slice(at + 1, end)) });
      at = end;
    }
  }
  return { text: kept.join('\n'), files };
}

/** The whole of a body in this encoding, when it is. */
export const uudecoded = (body: Buffer): Buffer | undefined =>
  withoutUuencode(body.toString('latin1')).files[0]?.content;

/** Each line between must be of the length that its first character says, or a person wrote the word `begin`. */
function endOf(lines: readonly string[], from: number): number {
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]!.trimEnd();
    if (line === 'end') return at;
    if (line !== '' && line !== '`' && !isData(line)) return -1;
  }
  return -1;
}

const isData = (line: string): boolean => {
  const octets = (line.charCodeAt(0) - 32) & 63;
  return /^[ -`]+$/.test(line) && line.length - 1 <= Math.ceil(octets / 3) * 4 + 1;
};

function decoded(lines: readonly string[]): Buffer {
  return Buffer.concat(lines.map(lineOf));
}

function lineOf(line: string): Buffer {
  const length = (line.charCodeAt(0) - 32) & 63;
  const octets: number[] = [];
  for (let at = 1; octets.length < length; at += 4) {
    const [a, b, c, d] = [0, 1, 2, 3].map((offset) => ((line.charCodeAt(at + offset) || 32) - 32) & 63) as [
      number,
      number,
      number,
      number,
    ];
    octets.push((a << 2) | (b >> 4), ((b & 15) << 4) | (c >> 2), ((c & 3) << 6) | d);
  }
  return Buffer.from(octets.slice(0, length));
}
