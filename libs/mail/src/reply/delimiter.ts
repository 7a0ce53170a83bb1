import type { Span } from './boundary.js';
import { isBlank, nextFilled, type Line } from './document/line.js';
import { isSaid } from './languages/sentences.js';
import { isClientLine } from './languages/signatures.js';
import { isProse } from './signature-card.js';

/**
 * Whether `rest` begins with the delimiter of a signature, `-- ` at the start of a line (RFC 3676 §4.3). Its space gets lost on the
 * way, so two dashes may as well be an empty comment of code, or part what a person says.
 */
export const isDelimiter = (lines: readonly Line[], rest: Span): boolean =>
  lines[rest.from]!.text.trimEnd() === '--' && !isAmongComments(lines, rest.from) && !isBetweenParagraphs(lines, rest);

/** In SQL and in Ada two dashes begin a comment, and some of its lines are empty. */
const isComment = (line: Line | undefined): boolean => line !== undefined && /^\s*--\s+\S/.test(line.text);
/** Of the statements above it that are looked at: a log has no comments, and many lines. */
const MAX_ABOVE = 40;

function isAmongComments(lines: readonly Line[], at: number): boolean {
  if (isComment(lines[at + 1])) return true;
  for (let above = at - 1; above >= Math.max(0, at - MAX_ABOVE) && !isBlank(lines[above]); above -= 1)
    if (isComment(lines[above])) return true;
  return false;
}

/** A signature begins right below its delimiter, and says who somebody is. */
function isBetweenParagraphs(lines: readonly Line[], { from, to }: Span): boolean {
  const below = nextFilled(lines, from + 1);
  if (below === from + 1 || below >= to) return false;
  const text = lines[below]!.text.slice(0, 400);
  return (isSaid(text) || isProse(text)) && !isClientLine(text);
}
