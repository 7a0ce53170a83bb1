import type { Span } from './boundary.js';
import { tellsContact } from './contact.js';
import { isBlank, nextFilled, type Line } from './document/line.js';
import { isLegal } from './languages/legal.js';
import { isSaid } from './languages/sentences.js';
import { isClosing } from './languages/closings.js';
import { isClientLine } from './device-line.js';
import { fitsName } from './own-name.js';
import { isProse } from './signature-card.js';
import { plain, wordsOf } from './words.js';

/**
 * Whether `rest` begins with the delimiter of a signature, `-- ` at the start of a line (RFC 3676 §4.3). Its space gets lost on the
 * way, so two dashes may as well be an empty comment of code, or part what a person or a program says. `author` is From.
 */
export const isDelimiter = (lines: readonly Line[], rest: Span, author: readonly string[]): boolean =>
  lines[rest.from]!.text.trimEnd() === '--' && !isAmongComments(lines, rest.from) && !isParting(lines, rest, author);

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

/** A card, a slogan and a notice of the law have fewer lines. */
const MAX_BELOW = 60;

/** A signature begins right below its delimiter, and says who somebody is; below what parts, more is said. */
function isParting(lines: readonly Line[], rest: Span, author: readonly string[]): boolean {
  const { from } = rest;
  const to = Math.min(rest.to, from + MAX_BELOW);
  const below = nextWorded(lines, { from: from + 1, to });
  if (below === to || lines[below]!.role === 'signature') return false;
  const isApart = nextFilled(lines, from + 1) > from + 1;
  let end = below;
  while (end < to && !isBlank(lines[end])) end += 1;
  const paragraph = lines.slice(below, end);
  const said = paragraph.map(({ text }) => text).join(' ');
  if (wordsOf(said.slice(0, 400)).length === 0 || isLegal(said, true)) return false;
  if (isApart && isTold(paragraph[0]!)) return true;
  if (paragraph.some((line) => tellsWho(line, author))) return false;
  return author.length > 0 && (isApart || hasTold(lines, { from: end, to }));
}

/** Past the picture that a card begins with. */
function nextWorded(lines: readonly Line[], { from, to }: Span): number {
  const isPicture = (text: string): boolean => text.includes('[') && wordsOf(text).length === 0;
  const at = lines.slice(from, to).findIndex((line) => !isBlank(line) && !isPicture(line.text.slice(0, 400)));
  return at < 0 ? to : from + at;
}

const isTold = ({ text }: Line): boolean => {
  const line = text.slice(0, 400);
  return (isSaid(line) || isProse(line)) && !isClientLine(line);
};

/** Whether a paragraph of the lines begins with something that is said. */
const hasTold = (lines: readonly Line[], { from, to }: Span): boolean =>
  lines.slice(from, to).some((line, at) => isBlank(lines[from + at - 1]) && isTold(line));

/** A few words with capitals, or a few characters of a script that has none. */
const NAME = /^(?:\p{Lu}[\p{L}\p{M}.'’-]*(?: |$)){1,4}$|^[\p{Lo}\p{M}\s]{2,20}$/u;

/** A name, even if it is not that of From, a way to reach somebody, or how a letter closes. */
function tellsWho({ text }: Line, author: readonly string[]): boolean {
  const line = plain(text.slice(0, 200));
  return fitsName(line, author) || tellsContact(line) || NAME.test(line) || isClosing(line) || isClientLine(line);
}
