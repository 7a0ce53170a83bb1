import { fenceFor } from './markdown.js';

/** A line that is shown, and which preformatted text it is of. */
export interface ShownLine {
  /** What makes it a quote of its person. */
  readonly prefix: string;
  readonly text: string;
  readonly block?: number | undefined;
}

/** The lines with fences around what is preformatted. It closes where lines were taken out of it, and opens again. */
export function fenced(lines: readonly ShownLine[]): string[] {
  const shown: string[] = [];
  for (let from = 0; from < lines.length;) {
    const to = endOf(lines, from);
    const { prefix, block } = lines[from]!;
    const content = lines.slice(from, to).map(({ text }) => text);
    const fence = block === undefined || content[0] === '' ? [] : [fenceFor(content)];
    shown.push(...[...fence, ...content, ...fence].map((text) => `${prefix}${text}`.trimEnd()));
    from = to;
  }
  return shown;
}

/** Where what begins with a line ends; a blank line neither begins nor ends preformatted text. */
function endOf(lines: readonly ShownLine[], from: number): number {
  const { block, prefix, text } = lines[from]!;
  let end = from + 1;
  if (block === undefined || text === '') return end;
  for (let at = end; at < lines.length && lines[at]!.block === block && lines[at]!.prefix === prefix; at += 1)
    if (lines[at]!.text !== '') end = at + 1;
  return end;
}
