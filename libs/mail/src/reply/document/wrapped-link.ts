import type { Line } from './line.js';

const OPEN = /[(<]https?:\/\/[^\s()<>]*$/;
const REST = /^[^\s()<>]{1,1000}[)>][.,;:]?$/;

/** Whether the line is the rest of a link that opens at the end of a quoted line: a client has wrapped it, and put no sign before. */
const goesOn = (line: Line, above: Line): boolean =>
  line.depth === 0 && above.depth > 0 && REST.test(line.text) && OPEN.test(above.text);

/** The rest of a link that was quoted is quote. */
export const withWrappedLinks = (lines: readonly Line[]): readonly Line[] =>
  lines.map((line, index) => {
    const above = lines[index - 1];
    return above && goesOn(line, above) ? { ...line, depth: above.depth } : line;
  });
