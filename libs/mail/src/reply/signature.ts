import { isDelimiter } from './delimiter.js';
import { filledAbove, isBlank, nextFilled, type Line } from './document/line.js';
import { betweenFences } from './document/typed-fences.js';
import type { Strength } from './extracted-reply.js';
import type { Span } from './boundary.js';
import { isClosing, isClosingAboveName, isPresented } from './languages/closings.js';
import { isDataNotice, isNotice } from './languages/legal.js';
import { isPostscript, isSaid } from './languages/sentences.js';
import { isClientLine, isExcuse } from './languages/signatures.js';
import { fitsName, isOnlyName } from './own-name.js';
import { cardLines, isCardBelow, isCardOfCompany, isInCard, isNamed, isOwnCard } from './signature-card.js';
import { plain } from './words.js';

/** "Regards" and what follows: a name, a role, a company, a number. */
const MAX_AFTER_CLOSING = 4;
const MAX_SHORT_LINE = 60;
/** Of a legal notice as clients wrap it. */
const MAX_NOTICE_LINES = 20;

export interface Signature extends Span {
  readonly kind: 'delimiter' | 'client' | 'device' | 'closing' | 'known-tail';
  readonly strength: Strength;
}

export interface Known {
  /** The mail that is quoted, or where its quote begins. */
  readonly isQuoteKnown: boolean;
  readonly author?: readonly string[] | undefined;
}

/**
 * The signatures in a stretch of lines that a person wrote: what an HTML client marks, `-- ` (RFC 3676 §4.3), the line
 * of a device, the closing of a letter. `isQuoteKnown` says that the quote is known, so that what follows a device's
 * line and is not in it is the person's; `author` is From. Nobody signs between fences of code.
 */
export function signaturesIn(lines: readonly Line[], region: Span, known: Known): Signature[] {
  const found: Signature[] = [];
  const code = codeIn(lines, region);
  for (let at = region.from; at < region.to; at += 1) {
    if (code.has(at - region.from)) continue;
    const signature = signatureAt(lines, { from: at, to: region.to }, known);
    if (!signature) continue;
    found.push(signature);
    at = signature.to - 1;
  }
  return found;
}

const NOWHERE: ReadonlySet<number> = new Set();

/** Most mails have no fence. */
const codeIn = (lines: readonly Line[], { from, to }: Span): ReadonlySet<number> =>
  lines.some(({ text }) => text.includes('```') || text.includes('~~~'))
    ? betweenFences(lines.slice(from, to).map(({ text }) => text))
    : NOWHERE;

function signatureAt(lines: readonly Line[], rest: Span, { isQuoteKnown, author }: Known): Signature | undefined {
  const line = lines[rest.from]!;
  if (isBlank(line)) return undefined;
  if (line.role === 'signature')
    return { from: rest.from, to: markedEnd(lines, rest), kind: 'client', strength: 'strong' };
  if (isDelimiter(lines, rest, author ?? [])) return delimited(lines, rest);
  if (isDevice(line) || (isDash(line) && isDevice(lines[rest.from + 1]))) return device(lines, rest, isQuoteKnown);
  if (isDrawnAboveName(lines, rest, author ?? [])) return { ...rest, kind: 'closing', strength: 'medium' };
  if (isSignedName(lines, rest, author ?? []) || isOwnCard(lines, rest, author ?? []))
    return { ...rest, kind: 'closing', strength: 'medium' };
  const to = closingEnd(lines, rest, author ?? []);
  return to === undefined ? undefined : { from: rest.from, to, kind: 'closing', strength: 'medium' };
}

function markedEnd(lines: readonly Line[], { from, to }: Span): number {
  let end = from;
  while (end < to && (lines[end]!.role === 'signature' || isBlank(lines[end]))) end += 1;
  return end;
}

/** A client that marks the signature below its delimiter says where it ends. */
function delimited(lines: readonly Line[], { from, to }: Span): Signature {
  const below = nextFilled(lines, from + 1);
  if (below < to && lines[below]!.role === 'signature')
    return { from, to: markedEnd(lines, { from: below, to }), kind: 'client', strength: 'strong' };
  return { from, to: beforePostscript(lines, { from, to }), kind: 'delimiter', strength: 'strong' };
}

/** All that stands below a delimiter is the signature, but for what somebody remembered last. */
function beforePostscript(lines: readonly Line[], { from, to }: Span): number {
  let end = from + 1;
  while (end < to && !(isBlank(lines[end - 1]) && isPostscript(lines[end]!.text))) end += 1;
  return end;
}

const isDevice = (line: Line | undefined): boolean => line !== undefined && isClientLine(line.text.slice(0, 800));
/** GitHub's app puts one above its line. */
const isDash = ({ text }: Line): boolean => /^[-–—]{1,3}$/.test(text);

/** Where the program is found, on a line of its own. */
const isLinkAlone = ({ text }: Line): boolean =>
  /^\s*(?:<?https?:\/\/[^\s<>]{3,200}>?|\(www\.[\w.-]{3,60}\))$/.test(text);

const isBelowDevice = (line: Line): boolean => isLinkAlone(line) || isExcuse(line.text);

/** Devices write their line between the answer and the quote; some mark the quote in no way, so what follows may be one. */
function device(lines: readonly Line[], rest: Span, isQuoteKnown: boolean): Signature {
  const line = isDevice(lines[rest.from]) ? rest.from + 1 : rest.from + 2;
  const own = line < rest.to && isBelowDevice(lines[line]!) ? line + 1 : line;
  const isLast = nextFilled(lines, own) >= rest.to;
  if (isLast || isQuoteKnown)
    return { from: rest.from, to: isLast ? rest.to : own, kind: 'device', strength: 'medium' };
  return { ...rest, kind: 'device', strength: 'weak' };
}

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
function closingEnd(lines: readonly Line[], { from, to }: Span, author: readonly string[]): number | undefined {
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

/** A line of signs, and the few that people put for it. */
const DRAWN = /^(?:[-–—_=*~#+━─═＝－＿＊＋◆◇■□●○★☆┏┓┗┛┌┐└┘╔╗╚╝]{3,80}|_{2}|={2}|[–—]{1,2})$/;

/** "___" and the person's name below it, or a card that has it, at the end: a letterhead drawn by hand. */
function isDrawnAboveName(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
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
    if (count > MAX_AFTER_CLOSING + 1 || lines[at]!.text.length > MAX_SHORT_LINE || isSaid(lines[at]!.text))
      return false;
  }
  return true;
}

/** First name and surname right behind a dash. */
const SIGNED_NAME = /^ ?(?:-|[–—~] ?)\p{Lu}[\p{L}\p{M}'’.]{1,30}(?: \p{Lu}[\p{L}\p{M}'’.]{0,30}){1,3}$/u;

/** Where From is not known no more than that, and initials: three words with capitals may be an answer. */
const BARE_NAME = /^\P{L}*[\p{L}\p{M}'’.]+(?: \p{Lu}\.?){0,2} [\p{L}\p{M}'’.]+$/u;

/** "-Ada Lovelace" as the last line, apart from what was said. Where another line begins with a dash it is a list. */
function isSignedName(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
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
