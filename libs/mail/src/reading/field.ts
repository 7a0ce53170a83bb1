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
interface HeaderSection {
  readonly fields: readonly Field[];
  readonly bodyStart: number;
}

/**
 * What is neither a field nor the continuation of one is passed over, as the line is that an export of a mailbox begins each
 * message with (RFC 4155). Where no blank line follows, what is behind the last field is body. Throws when the section has no
 * end in sight.
 */
export function readHeaderSection(entity: Buffer): HeaderSection {
  const found: Found[] = [];
  const fields = (): Field[] => found.map((field) => fieldOf(entity, field));
  let at = 0;
  while (at < entity.length) {
    const end = lineEnd(entity, at);
    if (isBlank(entity, at, end)) return { fields: fields(), bodyStart: end };
    if (end > MAX_HEADER_BYTES || found.length > MAX_FIELDS) throw new Error('the header section is too long');
    takeLine(found, entity, { from: at, to: end });
    at = end;
  }
  return { fields: fields(), bodyStart: found.at(-1)?.stretches.at(-1)?.to ?? entity.length };
}

/** A part whose first line is no field has lost its header section: all of it is body (RFC 2046 §5.1 allows an empty one). */
export function startsWithField(entity: Buffer): boolean {
  const line = { from: 0, to: lineEnd(entity, 0) };
  return isBlank(entity, line.from, line.to) || beginningOf(entity, line) !== null;
}

interface Octets {
  readonly from: number;
  to: number;
}

/** Its lines are stretches of the entity, those that stand together one: a section may be folded a hundred thousand times. */
interface Found {
  readonly name: string;
  readonly stretches: Octets[];
}

function takeLine(found: Found[], entity: Buffer, line: Octets): void {
  if (isFolded(entity[line.from])) return goOn(found.at(-1)?.stretches, line);
  const beginning = beginningOf(entity, line);
  if (!beginning) return;
  const [all, name] = beginning;
  found.push({ name: name!.toLowerCase(), stretches: [{ from: line.from + all.length, to: line.to }] });
}

function goOn(stretches: Octets[] | undefined, line: Octets): void {
  const last = stretches?.at(-1);
  if (last?.to === line.from) last.to = line.to;
  else stretches?.push(line);
}

const beginningOf = (entity: Buffer, { from, to }: Octets): RegExpExecArray | null =>
  FIELD.exec(entity.toString('latin1', from, Math.min(to, from + 1100)));

function fieldOf(entity: Buffer, { name, stretches }: Found): Field {
  const values = stretches.map(({ from, to }) => entity.subarray(from, to));
  return { name, value: values.length === 1 ? values[0]! : Buffer.concat(values) };
}

/** Behind its line end. */
export function lineEnd(octets: Buffer, at: number): number {
  const end = octets.indexOf(LF, at);
  return end === -1 ? octets.length : end + 1;
}

/** A gateway that counts CR as a character of its own leaves two of them. */
const isBlank = (octets: Buffer, from: number, to: number): boolean =>
  to - from <= 3 && /^\r{0,2}\n?$/.test(octets.toString('latin1', from, to));
const isFolded = (octet: number | undefined): boolean => octet === 0x20 || octet === 0x09;

/** The topmost field of a name, as text of one octet a character. */
export const octetsOf = (fields: readonly Field[], name: string): string =>
  fields
    .find((field) => field.name === name)
    ?.value.toString('latin1')
    .replace(/\r?\n/g, '')
    .trim() ?? '';
