/** Of Unicode's bidirectional algorithm (UAX #9 §2). */
const MARKS = String.raw`\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069`;
const MARK = new RegExp(`[${MARKS}]`);
const MARK_OR_SPACE = new RegExp(String.raw`[${MARKS}\s]`);

/**
 * A line as phrases are looked for in it. Marks of direction at its ends, which Gmail puts around each line of Hebrew or
 * Arabic, say nothing of what it is.
 */
export function compared(line: string): string {
  if (!MARK.test(line)) return line;
  const from = marksEnd(line);
  let to = line.length;
  while (to > from && MARK_OR_SPACE.test(line.charAt(to - 1))) to -= 1;
  return line.slice(from, to);
}

/** Where a line begins behind its marks of direction. */
export function marksEnd(line: string): number {
  let end = 0;
  while (line.charCodeAt(end) >= 0x61c && MARK.test(line.charAt(end))) end += 1;
  return end;
}
