/**
 * A command names so many UIDs: with gaps between all of them it has 2,200 of the 8,000 octets that servers take (RFC
 * 2683 §3.2.1.5).
 */
export const MAX_MAILS = 200;
/** A server that copies is silent while it does; this much it copies long before the connection counts as dead. */
export const MAX_BYTES = 128 * 1024 * 1024;

/** As many of the first ones as one command may move, and one at least. */
export function batchOf<T extends { readonly sizeBytes: number }>(mails: readonly T[]): T[] {
  let bytes = 0;
  const tooMany = mails.findIndex(({ sizeBytes }, index) => {
    bytes += sizeBytes;
    return index > 0 && (index === MAX_MAILS || bytes > MAX_BYTES);
  });
  return tooMany < 0 ? [...mails] : mails.slice(0, tooMany);
}
