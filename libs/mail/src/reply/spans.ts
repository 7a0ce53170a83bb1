import type { Span } from './boundary.js';
import { isBlank, type Doc, type Line } from './document/line.js';

/** The stretches of lines for which something holds. */
export function spansWhere(lines: readonly Line[], holds: (line: Line, index: number) => boolean): Span[] {
  const spans: { from: number; to: number }[] = [];
  lines.forEach((line, index) => {
    if (!holds(line, index)) return;
    const last = spans.at(-1);
    if (last?.to === index) last.to += 1;
    else spans.push({ from: index, to: index + 1 });
  });
  return spans;
}

/** The filled lines for which something holds. */
export const linesWhere = ({ lines }: Doc, holds: (line: Line, index: number) => boolean): number[] =>
  foundAt(lines, (line, index) => (!isBlank(line) && holds(line, index) ? index : undefined));

/** What is found at each of the lines. `flatMap` makes a list for each of them, most of which would be empty. */
export function foundAt<Found>(
  lines: readonly Line[],
  find: (line: Line, index: number) => Found | undefined,
): Found[] {
  const all: Found[] = [];
  lines.forEach((line, index) => {
    const found = find(line, index);
    if (found !== undefined) all.push(found);
  });
  return all;
}

/** Which of so many lines are in one of the stretches. */
export function maskOf(spans: readonly Span[], length: number): Uint8Array {
  const mask = new Uint8Array(length);
  for (const { from, to } of spans) mask.fill(1, from, to);
  return mask;
}
