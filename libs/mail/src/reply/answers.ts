import { isBlank, type Doc } from './document/line.js';
import type { Answer } from './extracted-reply.js';
import type { Label } from './label.js';
import { forOthers } from './remainder.js';
import { wordsOf } from './words.js';

/** What is answered is a sentence or a paragraph; its end is nearest to the answer. */
const MAX_QUOTED = 500;
const MAX_LINES = 20;
/** Who answers more often has answered with a file. */
const MAX_ANSWERS = 200;

/**
 * The pieces of an answer between the lines of a quote, each with the quoted lines right above it. None where there is
 * one piece.
 */
export function answersIn(doc: Doc, labels: readonly Label[], textOf: (from: number, to: number) => string): Answer[] {
  const pieces: { from: number; to: number; quoted: string }[] = [];
  let quoted: string[] = [];
  let isParagraphOver = false;
  let hasQuoted = false;
  doc.lines.forEach((line, index) => {
    if (labels[index] === 'quote') {
      if (isBlank(line)) isParagraphOver = true;
      else quoted = isParagraphOver ? [line.text] : [...quoted.slice(-MAX_LINES), line.text];
      isParagraphOver &&= isBlank(line);
      hasQuoted ||= wordsOf(line.text.slice(0, MAX_QUOTED)).length > 0;
    } else if (labels[index] === 'own' && !isBlank(line)) {
      const last = pieces.at(-1);
      if (!last || hasQuoted) pieces.push({ from: index, to: index + 1, quoted: quotedText(quoted) });
      else last.to = index + 1;
      quoted = [];
      hasQuoted = false;
    }
  });
  const isInline = pieces.length > 1 || (pieces[0]?.quoted !== '' && hasQuoted);
  if (!isInline || pieces.length > MAX_ANSWERS) return [];
  return pieces.map(({ from, to, quoted }) => ({ quoted, text: textOf(from, to) }));
}

const quotedText = (lines: readonly string[]): string =>
  forOthers(lines.join(' '))
    .replace(/\s+/g, ' ')
    .trim()
    .slice(-MAX_QUOTED)
    .replace(/^[\udc00-\udfff]/, '');
