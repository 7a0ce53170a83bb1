import { align } from './alignment.js';
import type { Boundary, Sent, Span } from './boundary.js';
import { filledAbove, isBlank, nextFilled, type Doc, type Line } from './document/line.js';
import { introductions, isOfClient } from './introductions.js';
import type { Knowledge } from './knowledge.js';
import type { Label } from './label.js';
import { spansWhere } from './spans.js';

interface State {
  readonly labels: readonly Label[];
  readonly boundaries: readonly Boundary[];
}

/**
 * Stretches behind `>` that are not our mail, and that no client introduces: the person quotes something else, or means
 * the sign. Where our mail is not known they may be it, unless a quote of it stands below. With them stands what the
 * person introduces them with.
 */
export function citedByPerson(doc: Doc, { labels, boundaries }: State, { sent }: Knowledge): Span[] {
  if (!boundaries.some(({ kind }) => kind === 'quote-prefix')) return [];
  const found = introductions(doc, boundaries);
  const told = toldByPerson(doc, found);
  const first = found[told.length];
  const prompt = boundaries.find(({ kind }) => kind === 'prompt')?.furniture?.[0]?.from ?? Infinity;
  const cited = sent
    ? citedAbove(doc, labels, { sent, end: Math.min(first?.from ?? Infinity, prompt) })
    : first
      ? citedAboveQuote(doc, labels, first)
      : citedBelowColon(doc, labels);
  return cited.map(({ from, to }) => {
    const above = told.findLast((span) => span.to <= from && nextFilled(doc.lines, span.to) === from);
    return { from: above?.from ?? from, to };
  });
}

/** "Tom wrote:" tells neither an address nor the time of day; where a client introduces something below, it does not here. */
function toldByPerson(doc: Doc, introduced: readonly Span[]): readonly Span[] {
  const isOutside = ({ from }: Span): boolean => doc.lines[from]!.depth === 0;
  const first = introduced.findIndex((span) => !isOutside(span) || isOfClient(doc, span));
  return first > 0 && isOutside(introduced[first]!) ? introduced.slice(0, first) : [];
}

/** With the mail that was sent: those above `end` that have nothing of it. */
function citedAbove(doc: Doc, labels: readonly Label[], { sent, end }: { sent: Sent; end: number }): Span[] {
  const isQuoted = (index: number): boolean => labels[index] !== 'own' && doc.lines[index]!.depth > 0;
  return spansWhere(doc.lines, ({ container }, index) => isQuoted(index) && container === undefined).filter(
    ({ from, to }) => to <= end && !sent.alignment.origins.slice(from, to).includes('ours'),
  );
}

/**
 * Without the mail that was sent: stretches behind `>` above the first introduction, which is a client's, that are not in what it
 * introduces. Who copies the question that they answer has it there too.
 */
function citedAboveQuote(doc: Doc, labels: readonly Label[], first: Span): Span[] {
  if (doc.lines[first.from]!.depth > 0) return [];
  const stretches = spansWhere(
    doc.lines.slice(0, first.from),
    ({ depth, container }, index) => depth > 0 && container === undefined && labels[index] === 'quote',
  );
  if (stretches.length === 0) return [];
  const quoted = doc.lines.slice(first.to).map(({ text }) => text);
  const { origins } = align({ ...doc, lines: doc.lines.slice(0, first.from) }, { text: quoted.join('\n') });
  return stretches.filter(
    ({ from, to }) => origins.slice(from, to).includes('foreign') && !origins.slice(from, to).includes('ours'),
  );
}

/** An address, angle brackets, a year or a time of day: of a client whose language we do not know. */
const OF_CLIENT = /[@<>]|\p{Nd}{4}|\p{Nd}[:.]\p{Nd}{2}/u;
const introduces = (said: string): boolean => /\p{L}.*[:：]$/u.test(said) && !OF_CLIENT.test(said);

/** Where no client introduces anything: stretches behind `>` that the person does, with a line that ends with a colon. */
function citedBelowColon({ lines }: Doc, labels: readonly Label[]): Span[] {
  const cited: Span[] = [];
  const stretches = spansWhere(
    lines,
    ({ depth, container }, index) => depth > 0 && container === undefined && labels[index] === 'quote',
  );
  for (const [position, span] of stretches.entries()) {
    const above = filledAbove(lines, span.from);
    if (above === undefined || labels[above] !== 'own') continue;
    const before = stretches[position - 1];
    const isInTranscript = before !== undefined && before === cited.at(-1) && isUnparted(lines, before.to, span.from);
    if (isInTranscript || introduces(lines[above]!.text.slice(-200))) cited.push(span);
  }
  return cited.length === 0 && stretches[0] && isCompared(lines, stretches) ? [stretches[0]] : cited;
}

/** "> 5 MB fail", the only line of its kind: more than. */
const isCompared = (lines: readonly Line[], [only, ...others]: readonly Span[]): boolean =>
  only !== undefined &&
  others.length === 0 &&
  only.to === only.from + 1 &&
  /^\p{Nd}[\p{Nd}.,]{0,12} ?(?:%|\p{L}{1,3}(?!\p{L})|\p{Sc})/u.test(lines[only.from]!.text);

/** A transcript has what was typed behind `>` and what came back, with no blank line between them. */
const isUnparted = (lines: readonly Line[], from: number, to: number): boolean =>
  !lines.slice(from, to).some((line) => isBlank(line));
