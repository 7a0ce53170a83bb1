import type { Finder, Span } from '../boundary.js';
import type { Doc, Line } from '../document/line.js';
import { isBlank } from '../document/line.js';
import { spansWhere } from '../spans.js';

/** A quoted line this long was about to be wrapped by the client that sent it. */
const NEARLY_FULL = 60;

/** Lines behind `>`: RFC 3676 §4.5. What stands between them without one is the person's. */
export const quotePrefixFinder: Finder = (doc) => {
  const isWrapped = doc.lines.some((_line, index) => isOverflow(doc, index) && !endsSentence(doc.lines[index - 1]!));
  const quoted = spansWhere(
    doc.lines,
    (line, index) => (line.depth > 0 && line.container === undefined) || (isWrapped && isOverflow(doc, index)),
  );
  return quoted.length === 0
    ? undefined
    : { kind: 'quote-prefix', strength: 'medium', detail: `${count(quoted)} lines`, quoted };
};

const count = (spans: readonly Span[]): number => spans.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * The end of a quoted line that was wrapped after it was quoted: a fragment in small letters, close between long quoted lines.
 * An answer may look like that too, so it counts only in a quote where one of them goes on in the middle of a sentence.
 */
function isOverflow({ lines }: Doc, index: number): boolean {
  const [before, line, after] = [lines[index - 1], lines[index], lines[index + 1]];
  if (!isQuoted(before) || !isQuoted(after) || !line || line.depth > 0 || isBlank(line)) return false;
  return before.raw.length >= NEARLY_FULL && /^\p{Ll}/u.test(line.text);
}

const endsSentence = ({ text }: Line): boolean => /[.?!:…]["”»)]?$/.test(text);

const isQuoted = (line: Line | undefined): line is Line => line !== undefined && line.depth > 0;
