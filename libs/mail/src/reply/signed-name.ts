import type { Span } from './boundary.js';
import { isBlank, nextFilled, type Line } from './document/line.js';
import { isPresented } from './languages/closings.js';
import { isSaid } from './languages/sentences.js';
import { fitsName } from './own-name.js';
import { isCardBelow } from './signature-card.js';

/** A name, a role, a company, a number and one more. */
const MAX_SIGNED = 5;
const MAX_SHORT_LINE = 60;

/** A line of signs, and the few that people put for it. */
const DRAWN = /^(?:[-–—_=*~#+━─═＝－＿＊＋◆◇■□●○★☆┏┓┗┛┌┐└┘╔╗╚╝]{3,80}|_{2}|={2}|[–—]{1,2})$/;

/** "___" and the person's name below it, or a card that has it, at the end: a letterhead drawn by hand. */
export function isDrawnAboveName(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
  if (!DRAWN.test(lines[from]!.text) || !isBlank(lines[from - 1])) return false;
  if (isCardBelow(lines, { from: from + 1, to }, author)) return true;
  const name = nextFilled(lines, from + 1);
  if (name >= to || name > from + 2 || lines[name]!.text.length > MAX_SHORT_LINE) return false;
  const isOwn = fitsName(lines[name]!.text, author) || author.includes(lines[name]!.text.trim());
  return isOwn && isSigned(lines, { from: name, to });
}

/** A few short lines, none of which is a sentence. */
function isSigned(lines: readonly Line[], { from, to }: Span): boolean {
  let count = 0;
  for (let at = from; at < to; at = nextFilled(lines, at + 1)) {
    count += 1;
    if (count > MAX_SIGNED || lines[at]!.text.length > MAX_SHORT_LINE || isSaid(lines[at]!.text)) return false;
  }
  return true;
}

/** First name and surname right behind a dash. */
const SIGNED_NAME = /^ ?(?:-|[–—~] ?)\p{Lu}[\p{L}\p{M}'’.]{1,30}(?: \p{Lu}[\p{L}\p{M}'’.]{0,30}){1,3}$/u;

/** Where From is not known no more than that, and initials: three words with capitals may be an answer. */
const BARE_NAME = /^\P{L}*[\p{L}\p{M}'’.]+(?: \p{Lu}\.?){0,2} [\p{L}\p{M}'’.]+$/u;

/** "-Ada Lovelace" as the last line, apart from what was said. Where another line begins with a dash it is a list. */
export function isSignedName(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
  if (nextFilled(lines, from + 1) < to) return false;
  const { text, depth } = lines[from]!;
  if (isPresented(text)) return true;
  if (!isBlank(lines[from - 1])) return false;
  if (text.length > MAX_SHORT_LINE || depth > 0 || !SIGNED_NAME.test(text) || isInList(lines, from)) return false;
  return author.length > 0 ? fitsName(text, author) : BARE_NAME.test(text);
}

function isInList(lines: readonly Line[], at: number): boolean {
  let above = at - 1;
  while (above > 0 && isBlank(lines[above])) above -= 1;
  return above < 0 || isBlank(lines[above]) || /^\s*[-–—~*•]/.test(lines[above]!.text);
}
