import type { Span } from './boundary.js';
import { isDevice } from './device-line.js';
import { filledAbove, isBlank, nextFilled, type Line } from './document/line.js';
import { isClosing, isClosingAboveName } from './languages/closings.js';
import { isDataNotice, isNotice } from './languages/legal.js';
import { isSaid } from './languages/sentences.js';
import { isOnlyName } from './own-name.js';
import { cardLines, isCardOfCompany, isInCard, isNamed } from './signature-card.js';
import { plain } from './words.js';

/** "Regards" and what follows: a name, a role, a company, a number. */
const MAX_AFTER_CLOSING = 4;
const MAX_SHORT_LINE = 60;
/** Of a legal notice as clients wrap it. */
const MAX_NOTICE_LINES = 20;

const isOtherSignature = (line: Line): boolean =>
  line.role === 'signature' || line.text.trim() === '--' || isDevice(line);

function closes(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
  const words = plain(lines[from]!.text.slice(0, 200));
  if (isClosing(words)) return true;
  const below = nextFilled(lines, from + 1);
  return isClosingAboveName(words) && below < to && isOnlyName(lines[below]!.text, author);
}

/**
 * Only the end of what a person wrote: a few short lines below, then another signature, a quote or nothing. Returns
 * where it ends.
 */
export function closingEnd(lines: readonly Line[], { from, to }: Span, author: readonly string[]): number | undefined {
  if (!closes(lines, { from, to }, author)) return undefined;
  if (isCardAndNotices(lines, { from: from + 1, to }, author)) return to;
  let after = 0;
  for (let at = nextFilled(lines, from + 1); at < to;) {
    if (isOtherSignature(lines[at]!)) return at;
    const notice = dataNoticeEnd(lines, { from: at, to });
    if (notice === undefined && ((after += 1) > MAX_AFTER_CLOSING || !isShort(lines[at]!))) return undefined;
    at = nextFilled(lines, notice ?? at + 1);
  }
  return to;
}

const isShort = ({ text }: Line): boolean => text.length <= MAX_SHORT_LINE && !isSaid(text);

/** More are no card, with whatever a company adds to it. */
const MAX_BELOW_CLOSING = 100;

/** Whether all that stands below a closing is a card, with the notices of a company below it or not. */
function isCardAndNotices(lines: readonly Line[], rest: Span, author: readonly string[]): boolean {
  if (rest.to - rest.from > MAX_BELOW_CLOSING) return false;
  if (isSignedCard(lines, rest, author)) return true;
  const to = aboveNotices(lines, rest);
  return to < rest.to && isSignedCard(lines, { ...rest, to }, author);
}

/** Whether lines below a closing are a card of who wrote the mail, or of their company. */
function isSignedCard(lines: readonly Line[], span: Span, author: readonly string[]): boolean {
  const card = cardLines(lines, span, (at) => isInCard(lines, at, author)) ?? [];
  return card.slice(0, 2).some((text) => isNamed(text, author)) || isCardOfCompany(card, author);
}

/** Where what stands above the notices of a company ends. */
function aboveNotices(lines: readonly Line[], { from, to }: Span): number {
  const last = filledAbove(lines, to);
  if (last === undefined || last < from) return to;
  let first = last;
  while (first > Math.max(from, last - MAX_NOTICE_LINES) && !isBlank(lines[first - 1])) first -= 1;
  const paragraph = lines.slice(first, last + 1).map(({ text }) => text);
  return isNotice(paragraph.join(' ')) ? aboveNotices(lines, { from, to: first }) : to;
}

/** Where the paragraph ends that begins here, if it is about the data of people. */
function dataNoticeEnd(lines: readonly Line[], { from, to }: Span): number | undefined {
  let end = from;
  while (end < Math.min(to, from + MAX_NOTICE_LINES) && !isBlank(lines[end])) end += 1;
  const paragraph = lines.slice(from, end).map(({ text }) => text);
  return isDataNotice(paragraph.join(' ')) ? end : undefined;
}
