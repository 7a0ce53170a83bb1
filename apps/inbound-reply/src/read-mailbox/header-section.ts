/** Ordinary ones have some kilobytes; what follows in a longer one decides nothing. */
export const MAX_HEADER_BYTES = 256 * 1024;

/** Up to and with the empty line that ends it (RFC 5322 §2.1), so that what is left is a message without a body. */
export function headerSection(message: Buffer): Buffer {
  const ends = ['\r\n\r\n', '\n\n'].map((empty) => ({ at: message.indexOf(empty), length: empty.length }));
  const [end] = ends.filter(({ at }) => at >= 0).sort((one, other) => one.at - other.at);
  return end ? message.subarray(0, end.at + end.length) : message;
}
