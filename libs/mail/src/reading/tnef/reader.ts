/** Reads little-endian numbers and blocks one after the other. Throws a RangeError beyond the end, as Buffer does. */
export class OctetReader {
  constructor(
    private readonly octets: Buffer,
    private at = 0,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.octets.length;
  }

  uint16(): number {
    this.at += 2;
    return this.octets.readUInt16LE(this.at - 2);
  }

  uint32(): number {
    this.at += 4;
    return this.octets.readUInt32LE(this.at - 4);
  }

  block(length: number): Buffer {
    if (length > this.octets.length - this.at) throw new RangeError('the block is longer than what is left');
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
