import { isBlank, type Line } from '../document/line.js';
import { isFurtherLabel } from '../languages/header-labels.js';

/** Where a header ends of which the last field that mail programs share ends at `to`. */
export const endOfHeader = (lines: readonly Line[], to: number): number =>
  withWrappedEnd(lines, withFurtherFields(lines, to), lines[to - 1]!.depth);

const MAX_FURTHER = 4;
const isFurther = ({ text }: Line): boolean => isFurtherLabel(/^[^:：]{0,40}(?=[:：])/.exec(text)?.[0] ?? '');

/**
 * What Outlook adds in the reader's language where there is something to say: "Importance: High". The header ends
 * there, with a blank line.
 */
function withFurtherFields(lines: readonly Line[], to: number): number {
  let end = to;
  while (end - to < MAX_FURTHER && lines[end]?.depth === lines[to - 1]!.depth && isFurther(lines[end]!)) end += 1;
  return isBlank(lines[end]) ? end : to;
}

/** A subject that was wrapped ends at the next blank line, if that is near. */
function withWrappedEnd(lines: readonly Line[], to: number, depth: number): number {
  const next = lines[to];
  const isWrapped =
    next !== undefined &&
    !isBlank(next) &&
    next.depth === depth &&
    /^\s|^[<(]/.test(next.text) &&
    isBlank(lines[to + 1]);
  return isWrapped ? to + 1 : to;
}
