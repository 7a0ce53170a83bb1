import { isBlank, type Line } from './document/line.js';

/** Nobody wraps to less than this, and hardly anything to more than that. */
const MIN_WIDTH = 72;
const MAX_WIDTH = 100;
/** Of one sentence. */
const MAX_LINES = 4;

const ENDS_SENTENCE = /[.!?:…。！]["”»)\]]?$/;
const GOES_ON = /^["'“”«»(<[]?[\p{Ll}\p{Lo}\p{N}]/u;

/** Whether a line does not end what it says. */
export const isOpen = ({ text }: Line): boolean => text.length <= MAX_WIDTH && !ENDS_SENTENCE.test(text.trimEnd());

/** Where a sentence ends whose last line is the one before `to`: behind lines for whose first word there was no room above. */
export function wrappedEnd(lines: readonly Line[], to: number): number {
  let end = to;
  while (end < Math.min(lines.length, to + MAX_LINES) && goesOn(lines[end - 1]!, lines[end]!)) end += 1;
  return end;
}

function goesOn(above: Line, line: Line): boolean {
  if (isBlank(line) || line.depth !== above.depth || !isOpen(above)) return false;
  const [word = ''] = line.text.trimStart().slice(0, MAX_WIDTH).split(/\s/, 1);
  return above.text.length + 1 + word.length > MIN_WIDTH && GOES_ON.test(line.text.trimStart());
}
