import type { Boundary, Span } from './boundary.js';
import { citedByPerson } from './cited-by-person.js';
import { isBlank, type Doc } from './document/line.js';
import { namesOriginal } from './finders/separator.js';
import { paint, type Label } from './label.js';
import type { Knowledge } from './knowledge.js';
import { lastResort } from './last-resort.js';
import { signaturesIn, type Signature } from './signature.js';
import { maskOf, spansWhere } from './spans.js';
import { knownTails, tailOf } from './tail.js';
import { markedAsTyped, typedInQuote } from './typed-by-person.js';

export interface Decision {
  readonly labels: readonly Label[];
  readonly signatures: readonly Signature[];
  /** Lines inside the quote that a person typed. */
  readonly inlineLines: number;
  /** Nothing was left, so what was least surely not the person's was kept. */
  readonly isLastResort: boolean;
  /** The last lines of the person, those of a known tail included. */
  readonly tail: readonly string[];
  /** Lines behind `>` that the person put there: they keep it. */
  readonly cited: readonly Span[];
}

const asSignature = (span: Span): Signature => ({ ...span, kind: 'known-tail', strength: 'medium' });

/** Line by line: the person's, unless a finder says otherwise and alignment does not object. */
export function decide(doc: Doc, boundaries: readonly Boundary[], known: Knowledge): Decision {
  const labels = new Array<Label>(doc.lines.length).fill('own');
  for (const { quoted } of boundaries) paint(labels, quoted, 'quote');
  for (const { furniture } of boundaries) paint(labels, furniture, 'furniture');
  const cited = citedByPerson(doc, { labels, boundaries }, known);
  const typed = [...typedInQuote(doc, { labels, boundaries }, known), ...markedAsTyped(doc, labels, known)];
  for (const index of typed) labels[index] = 'own';
  paint(labels, cited, 'own');
  joinTyped(doc, labels);
  takeSeparators(doc, labels);
  const lastQuoted = known.sent ? Infinity : labels.lastIndexOf('quote');
  const footer = boundaries.find(({ kind }) => kind === 'footer');
  const isFooter = maskOf(footer?.furniture ?? [], doc.lines.length);
  const signatures = ownRegions(doc, labels)
    .flatMap((region) =>
      signaturesIn(doc.lines, region, { isQuoteKnown: region.to <= lastQuoted, author: known.author }),
    )
    .map((signature) => pastFooters(doc, { labels, isFooter }, signature));
  paint(labels, signatures, 'signature');
  const tail = tailOf(doc, labels);
  const learned = knownTails(doc, labels, { tail: known.knownTail ?? [], author: known.author ?? [] }).map(asSignature);
  paint(labels, learned, 'signature');
  signatures.push(...learned);
  const isLastResort = lastResort(doc, { labels, boundaries, signatures, isFooter }, known);
  return { labels, signatures, inlineLines: new Set(typed).size, isLastResort, tail, cited };
}

/** The blank lines between two of the person's lines are the person's. */
function joinTyped({ lines }: Doc, labels: Label[]): void {
  let last: Label = 'quote';
  lines.forEach((line, index) => {
    if (isBlank(line)) return;
    for (let blank = index - 1; last === 'own' && labels[index] === 'own' && isBlank(lines[blank]); blank -= 1)
      labels[blank] = 'own';
    last = labels[index]!;
  });
}

/** Nothing, or a drawn line, perhaps with words in it: `---- Mesej Asal ----`; or the delimiter of an empty signature. */
const SEPARATOR = /^(?:--|[-–—_=*#~]{3,}|[*_]{0,2}[-–—_=]{3,12}[^-–—_=\n]{1,50}[-–—_=]{3,12}[*_]{0,2})?$/;

/** Drawn lines right above something that is not the person's belong to it. */
function takeSeparators({ lines }: Doc, labels: Label[]): void {
  for (let index = labels.length - 2; index >= 0; index -= 1) {
    const isAboveOther = labels[index + 1] !== 'own';
    if (labels[index] === 'own' && isAboveOther && isSeparating(lines[index]!.text)) labels[index] = 'furniture';
  }
}

const isSeparating = (text: string): boolean => SEPARATOR.test(text.slice(0, 200).trim()) || namesOriginal(text);

/** Stretches of the person's lines. Blank lines part nothing. */
const ownRegions = (doc: Doc, labels: readonly Label[]): Span[] =>
  spansWhere(doc.lines, (line, index) => labels[index] === 'own' || (isBlank(line) && labels[index] !== 'quote'));

/** What stands below the delimiter goes on below a footer that stands in it. */
function pastFooters(
  { lines }: Doc,
  { labels, isFooter }: { labels: readonly Label[]; isFooter: Uint8Array },
  signature: Signature,
): Signature {
  if (signature.kind !== 'delimiter' || labels[signature.to] === 'own') return signature;
  let { to } = signature;
  while (to < lines.length && (labels[to] === 'own' || isFooter[to] === 1 || isSeparating(lines[to]!.text))) to += 1;
  return { ...signature, to };
}
