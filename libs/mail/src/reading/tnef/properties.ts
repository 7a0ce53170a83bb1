import { CutOff, OctetReader, untilCutOff } from './reader.js';

/** The value of a MAPI property by its number; of several values the first. */
export interface Property {
  readonly type: number;
  readonly value: Buffer;
}

/** Octets of the types of a fixed size, filled up to four (MS-OXCDATA 2.11.1). */
const FIXED: Readonly<Record<number, number>> = {
  0x0002: 4,
  0x0003: 4,
  0x0004: 4,
  0x0005: 8,
  0x0006: 8,
  0x0007: 8,
  0x000a: 4,
  0x000b: 4,
  0x0014: 8,
  0x0040: 8,
  0x0048: 16,
};
const VARIABLE = [0x000d, 0x001e, 0x001f, 0x0102];
const MULTIPLE = 0x1000;
/** From here on a number is local to the message, and a name stands behind it. */
const FIRST_NAMED = 0x8000;

/** The property list of a message or an attachment (MS-OXTNEF 2.1.3.4). A broken one gives what stands before the break. */
export function readProperties(octets: Buffer): ReadonlyMap<number, Property> {
  const properties = new Map<number, Property>();
  const reader = new OctetReader(octets);
  untilCutOff(() => {
    for (let left = reader.uint32(); left > 0 && !reader.isAtEnd; left -= 1) {
      const [type, id] = [reader.uint16(), reader.uint16()];
      if (id >= FIRST_NAMED) skipName(reader);
      const value = readValue(reader, type);
      if (value !== undefined && !properties.has(id)) properties.set(id, { type: type & ~MULTIPLE, value });
    }
  });
  return properties;
}

function skipName(reader: OctetReader): void {
  reader.block(16);
  const isText = reader.uint32() === 1;
  const length = reader.uint32();
  if (isText) reader.paddedBlock(length);
}

function readValue(reader: OctetReader, type: number): Buffer | undefined {
  const size = FIXED[type & ~MULTIPLE];
  const isVariable = VARIABLE.includes(type & ~MULTIPLE);
  // Where a value of an unknown type ends is unknown, and so is everything behind it.
  if (size === undefined && !isVariable) throw new CutOff();
  const count = isVariable || type & MULTIPLE ? reader.uint32() : 1;
  let value: Buffer | undefined;
  for (let left = count; left > 0 && !reader.isAtEnd; left -= 1) {
    const one = reader.paddedBlock(size ?? reader.uint32());
    value ??= one;
  }
  return value;
}
