import { nextFilled, type Line } from '../document/line.js';

/** Where the lines end that stand further in, and the blank ones between them. */
export function indentedEnd(lines: readonly Line[], from: number, indent: number): number {
  let to = from;
  let next = nextFilled(lines, to);
  for (; (lines[next]?.indent ?? 0) > indent; next = nextFilled(lines, to)) to = next + 1;
  while (to < next && lines[to]!.indent > indent) to += 1;
  return to;
}
