/** RFC 3676: lines that end in a space go on in the next one of the same quote depth. Quote marks stay; linear time. */
export function unflowed(text: string, isSpaceDeleted: boolean): string {
  const paragraphs: { depth: number; pieces: string[]; isOpen: boolean }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const { depth, content } = unquoted(line);
    const isSignature = content === '-- ';
    const last = paragraphs.at(-1);
    const isFlowed = content.endsWith(' ') && !isSignature;
    const piece = isFlowed && isSpaceDeleted ? content.slice(0, -1) : content;
    if (last?.isOpen && last.depth === depth && !isSignature) {
      last.pieces.push(piece);
      last.isOpen = isFlowed;
    } else paragraphs.push({ depth, pieces: [piece], isOpen: isFlowed });
  }
  return paragraphs
    .map(({ depth, pieces }) => `${depth === 0 ? '' : `${'>'.repeat(depth)} `}${pieces.join('')}`)
    .join('\n');
}

/** §4.4 and §4.5: marks stand without blanks between, and one space behind them, or at the beginning of a line, is stuffing. */
function unquoted(line: string): { depth: number; content: string } {
  let depth = 0;
  while (line[depth] === '>') depth += 1;
  return { depth, content: line.slice(line[depth] === ' ' ? depth + 1 : depth) };
}
