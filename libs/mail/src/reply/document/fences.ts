import type { Span } from '../boundary.js';
import type { Doc, Line } from './line.js';

/** A fence of backticks (CommonMark §4.5); only what opens one may have words behind it. */
const FENCE = /^ {0,3}(`{3,})([^`]*)$/;

/**
 * What a person typed between fences of backticks, the fences included. One that nothing closes is none, and neither is one in which
 * another begins: a quote could stand between the two.
 */
export function fencesIn(lines: readonly string[]): Span[] {
  const fences: Span[] = [];
  let open: { readonly from: number; readonly size: number } | undefined;
  lines.forEach((line, index) => {
    const [, signs = '', words = ''] = FENCE.exec(line) ?? [];
    if (signs === '') return;
    const isClosing = open !== undefined && words.trim() === '' && signs.length >= open.size;
    if (isClosing) fences.push({ from: open!.from, to: index + 1 });
    open = isClosing ? undefined : { from: index, size: signs.length };
  });
  return fences;
}

/** Says nothing, and is not blank. */
const UNSAID = '`';

/** The document with nothing to be found between fences: headers, attributions and signatures there are examples of such. */
export function withoutFenced(doc: Doc): Doc {
  if (!doc.fences || doc.fences.length === 0) return doc;
  const lines: Line[] = [...doc.lines];
  for (const { from, to } of doc.fences)
    for (let at = from; at < to; at += 1) if (lines[at]!.text !== '') lines[at] = { ...lines[at]!, text: UNSAID };
  return { ...doc, lines };
}
