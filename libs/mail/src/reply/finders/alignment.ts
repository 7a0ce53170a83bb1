import type { Boundary, Finder, Sent, Span } from '../boundary.js';
import type { Origin } from '../alignment.js';
import { isBlank, nextFilled, type Doc, type Line } from '../document/line.js';

/** Where this much of the sent mail is found, the message quotes it. People quote parts, so a part is enough. */
const QUOTES_US = 0.3;
/** Of a long mail a paragraph may be all that is left. */
const QUOTES_US_WORDS = 15;
/** A run of aligned lines this long cannot be what a person happens to repeat. */
const MIN_RUN_WORDS = 6;
/** Outside any quote a person may repeat a sentence to answer it; a copy of half the mail is a quote. */
const MIN_BARE_SHARE = 0.5;

/** The lines that are the mail we sent, whatever the client and its language: the evidence that needs no knowledge of either. */
export const alignmentFinder: Finder = (doc, sent) => {
  if (!sent || !isQuoted(sent)) return undefined;
  const quoted = runs(doc, sent).filter((run) => isQuote(run, doc, sent));
  if (quoted.length === 0) return undefined;
  const percent = Math.round(sent.alignment.coverage * 100);
  return {
    kind: 'alignment',
    strength: percent >= 60 ? 'strong' : 'medium',
    detail: `${percent} % of the sent mail`,
    quoted,
  } satisfies Boundary;
};

const isQuoted = ({ alignment: { coverage, ourWords } }: Sent): boolean =>
  coverage >= QUOTES_US || ourWords.reduce((sum, words) => sum + words, 0) >= QUOTES_US_WORDS;

/** The longest stretches of lines that are ours, with neutral lines between and below them that are quoted as deep. */
function runs({ lines }: Doc, { alignment: { origins } }: Sent): Span[] {
  const spans: Span[] = [];
  let from = -1;
  let depth = 0;
  const close = (to: number): void => {
    if (from >= 0) spans.push({ from, to });
    from = -1;
  };
  lines.forEach((line, index) => {
    if (origins[index] === 'foreign' || (line.depth < depth && isSaidAgain(line, origins[index]))) close(index);
    if (origins[index] !== 'ours') return;
    if (from < 0) from = index;
    depth = line.depth;
  });
  close(lines.length);
  return spans;
}

/** Who chooses among the lines of a mail answers with one of them: it is known, and stands outside the quote. */
const isSaidAgain = (line: Line, origin: Origin | undefined): boolean =>
  origin === 'neutral' && !isBlank(line) && !line.isLink && !line.text.includes('://');

function isQuote(run: Span, doc: Doc, { alignment }: Sent): boolean {
  if (doc.lines.slice(run.from, run.to).some(({ depth }) => depth > 0)) return true;
  const words = alignment.ourWords.slice(run.from, run.to).reduce((sum, count) => sum + count, 0);
  const isBeginning = nextFilled(doc.lines, 0) === run.from;
  return words >= MIN_RUN_WORDS && words >= alignment.sentWords * (isBeginning ? MIN_BARE_SHARE : QUOTES_US);
}
