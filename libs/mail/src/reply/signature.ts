import { isBlank, nextFilled, type Line } from './document/line.js';
import type { Strength } from './extracted-reply.js';
import type { Span } from './boundary.js';
import { isClosing, isMobileLine } from './languages/signatures.js';
import { fitsName } from './own-name.js';
import { plain } from './words.js';

/** "Regards" and what follows: a name, a role, a company, a number. */
const MAX_AFTER_CLOSING = 4;
const MAX_SHORT_LINE = 60;

export interface Signature extends Span {
  readonly kind: 'delimiter' | 'client' | 'device' | 'closing' | 'known-tail';
  readonly strength: Strength;
}

export interface Known {
  readonly isSentKnown: boolean;
  readonly author?: readonly string[] | undefined;
}

/**
 * The signatures in a stretch of lines that a person wrote: what an HTML client marks, `-- ` (RFC 3676 §4.3), the line of a device,
 * the closing of a letter. `isSentKnown` says that the quote is known,
 * so that what follows a device's line and is not in it is the person's; `author` is From.
 */
export function signaturesIn(lines: readonly Line[], region: Span, known: Known): Signature[] {
  const found: Signature[] = [];
  for (let at = region.from; at < region.to; at += 1) {
    const signature = signatureAt(lines, { from: at, to: region.to }, known);
    if (!signature) continue;
    found.push(signature);
    at = signature.to - 1;
  }
  return found;
}

function signatureAt(lines: readonly Line[], rest: Span, { isSentKnown, author }: Known): Signature | undefined {
  const line = lines[rest.from]!;
  if (isBlank(line)) return undefined;
  if (line.role === 'signature')
    return { from: rest.from, to: markedEnd(lines, rest), kind: 'client', strength: 'strong' };
  if (line.text.trim() === '--') return { ...rest, kind: 'delimiter', strength: 'strong' };
  if (isMobileLine(plain(line.text.slice(0, 800)))) return device(lines, rest, isSentKnown);
  if (isSignedName(lines, rest, author ?? [])) return { ...rest, kind: 'closing', strength: 'medium' };
  const to = closingEnd(lines, rest);
  return to === undefined ? undefined : { from: rest.from, to, kind: 'closing', strength: 'medium' };
}

function markedEnd(lines: readonly Line[], { from, to }: Span): number {
  let end = from;
  while (end < to && (lines[end]!.role === 'signature' || isBlank(lines[end]))) end += 1;
  return end;
}

/** Devices write their line between the answer and the quote; some mark the quote in no way, so what follows may be one. */
function device(lines: readonly Line[], rest: Span, isSentKnown: boolean): Signature {
  const isLast = nextFilled(lines, rest.from + 1) >= rest.to;
  if (isLast || isSentKnown)
    return { from: rest.from, to: isLast ? rest.to : rest.from + 1, kind: 'device', strength: 'medium' };
  return { ...rest, kind: 'device', strength: 'weak' };
}

const isOtherSignature = ({ text, role }: Line): boolean =>
  role === 'signature' || text.trim() === '--' || isMobileLine(plain(text.slice(0, 800)));

/** Only the end of what a person wrote: a few short lines below, then another signature, a quote or nothing. Returns where it ends. */
function closingEnd(lines: readonly Line[], { from, to }: Span): number | undefined {
  if (!isClosing(plain(lines[from]!.text.slice(0, 200)))) return undefined;
  let after = 0;
  for (let at = nextFilled(lines, from + 1); at < to; at = nextFilled(lines, at + 1)) {
    if (isOtherSignature(lines[at]!)) return at;
    after += 1;
    if (after > MAX_AFTER_CLOSING || lines[at]!.text.length > MAX_SHORT_LINE) return undefined;
  }
  return to;
}

/** First name and surname right behind a dash. */
const SIGNED_NAME = /^ ?(?:-|[–—~] ?)\p{Lu}[\p{L}\p{M}'’.]{1,30}(?: \p{Lu}[\p{L}\p{M}'’.]{0,30}){1,3}$/u;

/** Where From is not known no more than that, and initials: three words with capitals may be an answer. */
const BARE_NAME = /^\P{L}*[\p{L}\p{M}'’.]+(?: \p{Lu}\.?){0,2} [\p{L}\p{M}'’.]+$/u;

/** "-Ada Lovelace" as the last line, apart from what was said. Where another line begins with a dash it is a list. */
function isSignedName(lines: readonly Line[], { from, to }: Span, author: readonly string[]): boolean {
  if (nextFilled(lines, from + 1) < to || !isBlank(lines[from - 1])) return false;
  const { text, depth } = lines[from]!;
  if (text.length > MAX_SHORT_LINE || depth > 0 || !SIGNED_NAME.test(text) || isInList(lines, from)) return false;
  return author.length > 0 ? fitsName(text, author) : BARE_NAME.test(text);
}

function isInList(lines: readonly Line[], at: number): boolean {
  let above = at - 1;
  while (above > 0 && isBlank(lines[above])) above -= 1;
  return above < 0 || isBlank(lines[above]) || /^\s*[-–—~*•]/.test(lines[above]!.text);
}
