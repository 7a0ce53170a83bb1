import type { Sent } from './boundary.js';
import { isBlank, type Doc, type Line } from './document/line.js';
import type { Label } from './label.js';
import { wordsOf } from './words.js';

/** Of the line above, so many words tell what comes next. */
const MAX_BEFORE = 3;
/** Below the last quoted line: more may be our mail once more. */
const MAX_BELOW = 2;

/**
 * Lines in words of our mail that are not quoted, among lines that are. One that goes on where the line above it ends was
 * wrapped on its way, and a whole line of our mail has lost its sign; with any other the person answers, in words of the
 * question.
 */
export function inOurWords({ lines }: Doc, labels: readonly Label[], { text, alignment }: Sent): number[] {
  const isMarked = ({ depth }: Line): boolean => depth > 0;
  const marked = lines.findLastIndex(isMarked);
  const below = lines.slice(marked + 1).filter((line) => !isBlank(line));
  const end = below.length <= MAX_BELOW ? lines.length : marked;
  const ours = ` ${wordsOf(text).join(' ')} `;
  const whole = new Set(text.split('\n').map((line) => wordsOf(line).join(' ')));
  const typed: number[] = [];
  let before: readonly string[] = [];
  for (let at = 0; at < end; at += 1) {
    const words = alignment.words[at]!;
    if (words.length === 0 || labels[at] !== 'quote') continue;
    const isUnmarked = lines[at]!.depth === 0 && before.length > 0 && alignment.origins[at] === 'ours';
    const goesOn = isUnmarked && (whole.has(words.join(' ')) || ours.includes(` ${[...before, ...words].join(' ')} `));
    if (isUnmarked && !goesOn) typed.push(at);
    if (isMarked(lines[at]!) || goesOn) before = words.slice(-MAX_BEFORE);
  }
  return typed;
}
