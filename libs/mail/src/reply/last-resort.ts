import type { Boundary, Sent, Span } from './boundary.js';
import { isBlank, type Doc, type Line } from './document/line.js';
import { abovePrompt, introductions } from './introductions.js';
import { hasOwn, paint, type Label } from './label.js';
import { isSaid } from './languages/sentences.js';
import { mayBeSaid } from './device-line.js';
import type { Knowledge } from './knowledge.js';
import type { Signature } from './signature.js';
import { linesWhere } from './spans.js';
import { wordsOf } from './words.js';

/** What only a client, or our own mail, puts into a message. */
const BY_CLIENTS = new Set(['alignment', 'prompt', 'container', 'envelope', 'separator', 'quote-prefix', 'hidden']);

interface LastResort {
  readonly labels: Label[];
  readonly boundaries: readonly Boundary[];
  readonly signatures: readonly Signature[];
  /** What servers add. */
  readonly isFooter: Uint8Array;
}

/**
 * Where there is nothing but a greeting, the answer may stand where answers do not. Returns whether something was found
 * there.
 */
export const lastResort = (doc: Doc, state: LastResort, known: Knowledge): boolean => {
  if (!hasOwn(doc, state.labels)) return keepLeastSure(doc, state, known);
  return isGreetingAlone(doc, state.labels) && keepTyped(doc, state, known);
};

/** Who goes on behind a comma says more. */
const GREETING = /^\P{N}{2,60}[,，、،]$/u;

function isGreetingAlone({ lines }: Doc, labels: readonly Label[]): boolean {
  const own = lines.filter((line, index) => labels[index] === 'own' && !isBlank(line));
  return own.length === 1 && GREETING.test(own[0]!.text.trim());
}

/** Inside the quote above our prompt, below the line of a device, below a signature, or in the closing of a letter. */
function keepLeastSure(doc: Doc, state: LastResort, known: Knowledge): boolean {
  const { labels, boundaries, signatures, isFooter } = state;
  const { sent } = known;
  const above = abovePrompt(doc, boundaries);
  if (above) paint(labels, [above], 'own');
  for (const { kind, from, to } of signatures) {
    if (kind === 'delimiter') for (const index of saidBelow(doc, { from, to }, isFooter)) labels[index] = 'own';
    if (kind === 'closing') paint(labels, [{ from, to }], 'own');
    if (kind === 'device') paint(labels, [{ from: mayBeSaid(doc.lines[from]!.text) ? from : from + 1, to }], 'own');
  }
  if (!hasOwn(doc, labels)) keepTyped(doc, state, known);
  // It quotes nothing that we sent, and nobody but the person says that it quotes anything.
  if (sent && !hasOwn(doc, labels) && !boundaries.some(({ kind }) => BY_CLIENTS.has(kind)))
    doc.lines.forEach(({ depth }, index) => {
      if (depth === 0 && labels[index] !== 'signature') labels[index] = 'own';
    });
  return hasOwn(doc, labels);
}

function keepTyped(doc: Doc, { labels, boundaries }: LastResort, { sent }: Knowledge): boolean {
  const typed = [
    ...typedBelowAttribution(doc, { labels, boundaries }, sent),
    ...typedAboveOurs(doc, { labels, boundaries }, sent),
    ...typedInFewLines(doc, { labels, boundaries }, sent),
    ...chosenBelow(doc, { labels, boundaries }, sent),
  ];
  for (const index of typed) labels[index] = 'own';
  return typed.length > 0;
}

/**
 * Below the first paragraph of a signature, the lines from the first one on that says something. What servers add there
 * says nothing.
 */
function saidBelow({ lines }: Doc, { from, to }: Span, isFooter: Uint8Array): number[] {
  const below = lines.slice(from + 2, to);
  const next = below.findIndex(isBlank);
  const isHeard = ({ text }: Line, at: number): boolean =>
    next >= 0 && at > next && isFooter[from + 2 + at] === 0 && isSaid(text.slice(-400));
  const said = below.findIndex(isHeard);
  if (said < 0) return [];
  const start = from + 2 + below.slice(0, said).findLastIndex(isBlank) + 1;
  return lines.flatMap((_line, index) => (index >= start && index < to && isFooter[index] === 0 ? [index] : []));
}

/** Behind no `>`, below an attribution that has lines behind `>` as well: a client marks all that it quotes, or nothing. */
function typedBelowAttribution(
  doc: Doc,
  { labels, boundaries }: { labels: readonly Label[]; boundaries: readonly Boundary[] },
  sent: Sent | undefined,
): number[] {
  const attribution = boundaries.find(({ kind }) => kind === 'attribution')?.furniture?.[0];
  const isAlone = introductions(doc, boundaries).length === 1;
  const isMarked = doc.lines.some(({ depth, container }) => depth > 0 && container === undefined);
  if (sent || !attribution || !isAlone || !isMarked) return [];
  return linesWhere(doc, ({ depth }, index) => index >= attribution.to && depth === 0 && labels[index] === 'quote');
}

/**
 * Between what introduces our mail and its first line, no deeper than that: a client puts nothing there. Where the
 * first line is not there, what is may be a translation of it.
 */
function typedAboveOurs(
  doc: Doc,
  { labels, boundaries }: { labels: readonly Label[]; boundaries: readonly Boundary[] },
  sent: Sent | undefined,
): number[] {
  const first = boundaries.find(({ kind }) => kind === 'alignment')?.quoted?.[0]?.from;
  if (!sent || first === undefined) return [];
  const { words, origins } = sent.alignment;
  const begin = wordsOf(sent.text.trimStart().split('\n', 1)[0]!);
  const above = introductions(doc, boundaries).findLast(({ from }) => from < first);
  if (!above || begin.some((word, at) => word !== words[first]![at])) return [];
  return linesWhere(
    doc,
    ({ depth }, index) =>
      index >= above.to &&
      index < first &&
      depth <= doc.lines[first]!.depth &&
      labels[index] === 'quote' &&
      origins[index] === 'foreign',
  );
}

const MAX_FEW = 4;

/**
 * Of a quote that was cut down to a few lines, too few to be sure that it is of our mail, those that are not in it: the
 * answers were typed behind what they answer. Below two introductions somebody else may have written them. More lines,
 * or our prompt or links, are a quote that nobody cut down: what is not in our mail is then a translation of it, or
 * another mail of ours.
 */
function typedInFewLines(
  doc: Doc,
  { labels, boundaries }: { labels: readonly Label[]; boundaries: readonly Boundary[] },
  sent: Sent | undefined,
): number[] {
  const isSure = boundaries.some(({ kind }) => kind === 'alignment');
  const isOfOurs = sent?.alignment.ourWords.some((words) => words > 0) === true;
  const quoted = doc.lines.filter((line, index) => labels[index] === 'quote' && !isBlank(line));
  const isFew = quoted.length <= MAX_FEW && !quoted.some(({ text }) => text.includes('://'));
  const isWhole = boundaries.some(({ kind }) => kind === 'prompt');
  if (isSure || !isOfOurs || !isFew || isWhole || introductions(doc, boundaries).length > 1) return [];
  return linesWhere(doc, (_line, index) => labels[index] === 'quote' && sent?.alignment.origins[index] === 'foreign');
}

/** Who chooses takes one, or two. */
const MOST_CHOSEN = 2;
/** Our mail ends with who sends it, and why, below this. */
const DELIMITER = /^-- ?$/m;

/**
 * Lines of our mail that stand apart below a quote of it behind `>`, without that: what a person chose of it. Where it
 * is how our mail ends nobody has.
 */
function chosenBelow(
  doc: Doc,
  { labels, boundaries }: { labels: readonly Label[]; boundaries: readonly Boundary[] },
  sent: Sent | undefined,
): number[] {
  const aligned = boundaries.find(({ kind }) => kind === 'alignment')?.quoted?.[0];
  if (!aligned || doc.lines[aligned.from]!.depth === 0) return [];
  const end = doc.lines.findLastIndex(({ depth }) => depth > 0) + 1;
  if (!isBlank(doc.lines[end])) return [];
  const chosen = linesWhere(doc, (_line, index) => index >= end && labels[index] === 'quote');
  const tail = new Set(wordsOf((sent?.text ?? '').split(DELIMITER).slice(1).join(' ')));
  const isOfTail = chosen.every((index) => wordsOf(doc.lines[index]!.text).every((word) => tail.has(word)));
  return chosen.length > MOST_CHOSEN || isOfTail ? [] : chosen;
}
