/** The octets end before what they announce does. */
export class CutOff extends Error {}

/** Reads little-endian numbers and blocks one after the other. Throws `CutOff` at the end. */
export class OctetReader {
  private at = 0;

  constructor(private readonly octets: Buffer) {}

  get isAtEnd(): boolean {
    return this.at >= this.octets.length;
  }

  uint16(): number {
    return this.block(2).readUInt16LE();
  }

  uint32(): number {
    return this.block(4).readUInt32LE();
  }

  block(length: number): Buffer {
    if (length > this.octets.length - this.at) throw new CutOff();
    this.at += length;
    return this.octets.subarray(this.at - length, this.at);
  }

  /** A block that is filled up to a multiple of four octets; the last one may lack the filling. */
  paddedBlock(length: number): Buffer {
    const block = this.block(length);
    this.at += (4 - (length % 4)) % 4;
    return block;
  }
}

/** Reads until the octets end, wherever that is: what stands before a cut is still true. */
export function untilCutOff(read: () => void): void {
  try {
    read();
  } catch (error) {
    if (!(error instanceof CutOff)) throw error;
  }
}
