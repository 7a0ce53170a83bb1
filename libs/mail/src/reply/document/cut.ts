/** How far back from a limit a space is looked for. */
const MAX_WORD = 200;

/** How many characters of a text are within so many octets of UTF-8. */
export function withinOctets(text: string, max: number): number {
  if (text.length * 3 <= max || Buffer.byteLength(text) <= max) return text.length;
  let octets = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    octets += code < 0x80 ? 1 : code < 0x800 || isSurrogate(code) ? 2 : 3;
    if (octets > max) return wordStart(text, at);
  }
  return text.length;
}

/** Half of a character of four octets. */
const isSurrogate = (code: number): boolean => code >= 0xd800 && code < 0xe000;

/** Where a text is cut at or before a place, so that no word is parted that is not very long, and no character. */
export function wordStart(text: string, at: number): number {
  const space = text.slice(Math.max(0, at - MAX_WORD), at).search(/\s\S*$/);
  if (space >= 0) return Math.max(0, at - MAX_WORD) + space + 1;
  const code = text.charCodeAt(at);
  return code >= 0xdc00 && code < 0xe000 ? at - 1 : at;
}
