/** One header field, unfolded in nothing: its value is what stood behind the colon, octet for octet. */
export interface Field {
  /** Lower case. */
  readonly name: string;
  readonly value: Buffer;
}

/** RFC 5322 limits a line, not a header section. Real ones are some kilobytes; those beyond this are made to hurt. */
const MAX_HEADER_BYTES = 2 * 1024 * 1024;
/** A mail that went through fifty servers has three hundred. */
const MAX_FIELDS = 10_000;
/** RFC 5322 §3.6.8, and blanks before the colon as old programs wrote them. */
const FIELD = /^([!-9;-~]{1,998})[ \t]{0,100}:/;
const LF = 0x0a;

/** A header section and where its body begins. */
export interface HeaderSection {
  readonly fields: readonly Field[];
  readonly bodyStart: number;
}

/**
 * What is neither a field nor the continuation of one is passed over, as the line is that an export of a mailbox begins each
 * message with (RFC 4155). Throws when the section has no end in sight.
 */
export function readHeaderSection(entity: Buffer): HeaderSection {
  const fields: { name: string; lines: Buffer[] }[] = [];
  let at = 0;
  while (at < entity.length) {
    const line = lineAt(entity, at);
    if (isBlank(line)) return { fields: fields.map(joined), bodyStart: at + line.length };
    at += line.length;
    if (at > MAX_HEADER_BYTES || fields.length > MAX_FIELDS) throw new Error('the header section is too long');
    const name = FIELD.exec(line.subarray(0, 1100).toString('latin1'));
    if (name) fields.push({ name: name[1]!.toLowerCase(), lines: [line.subarray(name[0].length)] });
    else if (isFolded(line)) fields.at(-1)?.lines.push(line);
  }
  return { fields: fields.map(joined), bodyStart: entity.length };
}

/** A part whose first line is no field has lost its header section: all of it is body (RFC 2046 §5.1 allows an empty one). */
export const startsWithField = (entity: Buffer): boolean =>
  isBlank(lineAt(entity, 0)) || FIELD.test(lineAt(entity, 0).subarray(0, 1100).toString('latin1'));

const joined = ({ name, lines }: { name: string; lines: Buffer[] }): Field => ({
  name,
  value: lines.length === 1 ? lines[0]! : Buffer.concat(lines),
});

/** With its line end. */
export function lineAt(octets: Buffer, at: number): Buffer {
  const end = octets.indexOf(LF, at);
  return octets.subarray(at, end === -1 ? octets.length : end + 1);
}

/** A gateway that counts CR as a character of its own leaves two of them. */
const isBlank = (line: Buffer): boolean => line.length <= 3 && /^\r{0,2}\n?$/.test(line.toString('latin1'));
const isFolded = (line: Buffer): boolean => line[0] === 0x20 || line[0] === 0x09;

/** The topmost field of a name, as text of one octet a character. */
export const octetsOf = (fields: readonly Field[], name: string): string =>
  fields
    .find((field) => field.name === name)
    ?.value.toString('latin1')
    .replace(/\r?\n/g, '')
    .trim() ?? '';
