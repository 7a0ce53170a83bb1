import type { Boundary, Finder, Sent, Span } from '../boundary.js';
import type { Doc } from '../document/line.js';
import { nextFilled } from '../document/line.js';

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

/** The longest stretches of lines that are ours, with neutral lines between and below them. */
function runs(doc: Doc, { alignment: { origins } }: Sent): Span[] {
  const spans: Span[] = [];
  let from = -1;
  let end = -1;
  const close = (): void => {
    if (from >= 0) spans.push({ from, to: end });
    from = -1;
  };
  doc.lines.forEach((_line, index) => {
    if (origins[index] === 'foreign') close();
    if (origins[index] === 'ours' && from < 0) from = index;
    end = index + 1;
  });
  close();
  return spans;
}

function isQuote(run: Span, doc: Doc, { alignment }: Sent): boolean {
  if (doc.lines.slice(run.from, run.to).some(({ depth }) => depth > 0)) return true;
  const words = alignment.ourWords.slice(run.from, run.to).reduce((sum, count) => sum + count, 0);
  const isBeginning = nextFilled(doc.lines, 0) === run.from;
  return words >= MIN_RUN_WORDS && words >= alignment.sentWords * (isBeginning ? MIN_BARE_SHARE : QUOTES_US);
}
