/** The `relaxed` canonical forms of RFC 6376 §3.4, of texts whose characters are octets and whose lines end with CRLF. */

/** One header field, without the line end behind it (§3.4.2). */
export function relaxedField(field: string): string {
  const colon = field.indexOf(':');
  const value = field
    .slice(colon + 1)
    .replaceAll('\r\n', '')
    .replace(/[ \t]+/g, ' ');
  return `${field.slice(0, colon).trim().toLowerCase()}:${trimmed(value)}`;
}

/** A body (§3.4.4): empty, or with one line end behind its last line that is not empty. */
export function relaxedBody(body: string): string {
  const lines = body.split('\r\n').map((line) => line.replace(/[ \t]+/g, ' ').replace(/ $/, ''));
  while (lines.at(-1) === '') lines.pop();
  return lines.map((line) => `${line}\r\n`).join('');
}

const trimmed = (value: string): string => value.replace(/^ /, '').replace(/ $/, '');
