import type { Span } from './boundary.js';
import { closingEnd } from './closing.js';
import { isDelimiter } from './delimiter.js';
import { isDevice } from './device-line.js';
import { isBlank, nextFilled, type Line } from './document/line.js';
import { betweenFences } from './document/typed-fences.js';
import type { Strength } from './extracted-reply.js';
import { isExcuse } from './languages/excuses.js';
import { isPostscript } from './languages/sentences.js';
import { isOwnCard } from './signature-card.js';
import { isDrawnAboveName, isSignedName } from './signed-name.js';

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
function codeIn(lines: readonly Line[], { from, to }: Span): ReadonlySet<number> {
  const texts = lines.slice(from, to).map(({ text }) => text);
  return texts.some((text) => text.includes('```') || text.includes('~~~')) ? betweenFences(texts) : NOWHERE;
}

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
