import type { Boundary, Span } from './boundary.js';
import { isBlank, type Doc, type Line } from './document/line.js';
import { disclaims, isLabelledLegal, isPlainlyLegal, namesAttachments } from './languages/legal.js';
import { isClosing } from './languages/closings.js';
import { isClientLine } from './device-line.js';
import { maskOf } from './spans.js';
import { plain } from './words.js';

/** A name, a role, a company, a number: more, or longer, and it is the person's again. */
const MAX_SIGNED = 4;
const MAX_SHORT_LINE = 60;
const DRAWN = /^[-–—_=*#~]{2,}$/;

/**
 * A paragraph about who may read a mail is a footer where nothing of the person's stands below it, and either a
 * signature stands above it, or all of a quote with an answer above that, or its words leave no doubt. Everything else
 * may be what the person wrote, and stays.
 */
export function settleFooters(doc: Doc, boundaries: readonly Boundary[]): Boundary[] {
  if (boundaries.every(({ doubtful }) => !doubtful)) return [...boundaries];
  const others = boundaries.filter(({ kind }) => kind !== 'footer');
  const spans = others.flatMap(({ quoted = [], furniture = [] }) => [...quoted, ...furniture]);
  const isOther = maskOf(spans, doc.lines.length);
  return boundaries.map(({ doubtful, ...boundary }) => {
    if (!doubtful) return boundary;
    const furniture = [...(boundary.furniture ?? [])];
    const isFooter = maskOf(furniture, doc.lines.length);
    for (const span of [...doubtful].reverse()) {
      const isSure =
        isLast(doc, span.to, { isOther, isFooter }) &&
        (isSigned(doc, span, isOther) ||
          isPlain(doc, span, { isOther, isFooter }) ||
          isBelowAnswered(doc, span, { isOther, isFooter }));
      if (!isSure) continue;
      furniture.push(span);
      isFooter.fill(1, span.from, span.to);
    }
    return { ...boundary, furniture };
  });
}

interface Known {
  readonly isOther: Uint8Array;
  readonly isFooter: Uint8Array;
}

/** Below it are a quote, a signature, another footer, or nothing. */
function isLast({ lines }: Doc, from: number, { isOther, isFooter }: Known): boolean {
  for (let at = from; at < lines.length && isOther[at] === 0; at += 1) {
    const line = lines[at]!;
    if (beginsSignature(line)) return true;
    if (!isBlank(line) && isFooter[at] === 0 && !DRAWN.test(line.text.slice(0, 200).trim())) return false;
  }
  return true;
}

const beginsSignature = ({ text, role }: Line): boolean =>
  role === 'signature' || text.trim() === '--' || isClientLine(text.slice(0, 800));

/** A delimiter takes all below it; a closing and the line of a device a few short lines. */
function isSigned({ lines }: Doc, { from }: Span, isOther: Uint8Array): boolean {
  let below = 0;
  for (let at = from - 1; at >= 0 && isOther[at] === 0; at -= 1) {
    const line = lines[at]!;
    if (line.role === 'signature' || line.text.trim() === '--') return true;
    if (isBlank(line)) continue;
    if (below <= MAX_SIGNED && (isClosing(plain(line.text.slice(0, 200))) || beginsSignature(line))) return true;
    below += line.text.length > MAX_SHORT_LINE ? MAX_SIGNED + 1 : 1;
  }
  return false;
}

function isPlain(doc: Doc, span: Span, known: Known): boolean {
  const text = textOf(doc, span);
  return isPlainlyLegal(text) || (isLabelledLegal(text) && isBelowWords(doc, span, known));
}

/** Who has written nothing else, or announces what follows, may speak of disclaimers. */
function isBelowWords({ lines }: Doc, { from }: Span, { isOther, isFooter }: Known): boolean {
  let above = from - 1;
  while (above >= 0 && (isBlank(lines[above]) || isOther[above] === 1 || isFooter[above] === 1)) above -= 1;
  return above >= 0 && !/[:：]$/.test(lines[above]!.text.slice(-20).trim());
}

const textOf = ({ lines }: Doc, { from, to }: Span): string =>
  lines
    .slice(from, to)
    .map(({ text }) => text)
    .join(' ');

/**
 * Right below a quote, where the person has answered above it: servers add it there, and nobody answers in both places
 * with that.
 */
function isBelowAnswered(doc: Doc, span: Span, { isOther, isFooter }: Known): boolean {
  const { lines } = doc;
  let above = span.from - 1;
  while (above >= 0 && isOther[above] === 0 && (isBlank(lines[above]) || isFooter[above] === 1)) above -= 1;
  const text = textOf(doc, span);
  if (above < 0 || isOther[above] === 0 || !(namesAttachments(text) || disclaims(text))) return false;
  const first = lines.findIndex((line, at) => !isBlank(line) && isFooter[at] === 0);
  return isOther[first] === 0;
}
