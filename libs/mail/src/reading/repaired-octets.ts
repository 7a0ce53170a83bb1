/** How much of the beginning is looked at for the kind of its line ends. */
const SAMPLE = 64 * 1024;
const [LF, CR] = [0x0a, 0x0d];

/**
 * The message as it was before an editor or a gateway touched it. A byte order mark or an empty line before the header section
 * would make the whole message body.
 */
export const repairedOctets = (raw: Uint8Array): Buffer =>
  withoutLeading(withLineFeeds(Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)));

function withoutLeading(octets: Buffer): Buffer {
  const marked = octets.subarray(0, 3).equals(Buffer.from('\ufeff')) ? octets.subarray(3) : octets;
  const start = marked.findIndex((octet) => octet !== CR && octet !== LF);
  return marked.subarray(start === -1 ? marked.length : start);
}

/** Old Macintosh programs end a line with CR alone. Beside line feeds a lone CR is content. */
function withLineFeeds(octets: Buffer): Buffer {
  const sample = octets.subarray(0, SAMPLE);
  if (sample.includes(LF) || !sample.includes(CR)) return octets;
  return Buffer.from(octets.map((octet) => (octet === CR ? LF : octet)));
}
