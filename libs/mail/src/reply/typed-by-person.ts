import type { Boundary, Sent, Span } from './boundary.js';
import { nextFilled, type Doc } from './document/line.js';
import { abovePrompt, introductions, isOfClient } from './introductions.js';
import { inOurWords } from './in-our-words.js';
import type { Knowledge } from './knowledge.js';
import type { Label } from './label.js';
import { linesWhere } from './spans.js';
import { wordsOf } from './words.js';

interface Quote {
  readonly labels: readonly Label[];
  /** What introduces quotes, above our mail, in order. */
  readonly introductions: readonly Span[];
  /** The lines that are our mail. */
  readonly aligned: readonly Span[];
  /** Without it a client may have translated the beginning of our mail. */
  readonly hasPrompt: boolean;
}

/** The lines, labelled as quote, that a person typed. */
export function typedInQuote(
  doc: Doc,
  state: { labels: readonly Label[]; boundaries: readonly Boundary[] },
  known: Knowledge,
): number[] {
  const { labels, boundaries } = state;
  const aligned = boundaries.find(({ kind }) => kind === 'alignment')?.quoted ?? [];
  if (!known.sent || !aligned[0])
    return [...typedAbovePrompt(doc, labels, boundaries), ...pretendedAbovePrompt(doc, labels, boundaries)];
  const above = introductionsAbove(aligned[0].from, introductions(doc, boundaries));
  const hasPrompt = boundaries.some(({ kind }) => kind === 'prompt');
  const quote = { labels, introductions: above, aligned, hasPrompt };
  const author = known.author ?? [];
  const isEarlier = (span: Span): boolean => names(doc, span, author) && isOfClient(doc, span);
  return [
    ...betweenOurLines(doc, quote, { ...known.sent, author }),
    ...inOurWords(doc, labels, known.sent),
    ...belowPretended(doc, quote, isEarlier),
  ];
}

/** Our mail may begin with what looks like one, right below the one that introduces it: that is where it ends. */
const introductionsAbove = (end: number, spans: readonly Span[]): Span[] =>
  spans.filter(({ from }) => from < end).map(({ from, to }) => ({ from, to: Math.min(to, end) }));

/** Desktop Outlook puts the name of who answers before what they type into the quote. */
const SIGNED = /^\[([^[\]]{2,80})\]\s*\S/;

/** Lines of which their HTML, or the name before them, says that the person typed them into the quote. */
export function markedAsTyped(doc: Doc, labels: readonly Label[], { sent, author = [] }: Knowledge): number[] {
  const isSigned = (text: string): boolean => {
    const name = text.startsWith('[') ? SIGNED.exec(text)?.[1] : undefined;
    return name !== undefined && author.some((one) => spoken(one) === spoken(name));
  };
  return linesWhere(
    doc,
    ({ text, isTyped }, index) =>
      labels[index] === 'quote' && (isTyped === true || isSigned(text)) && sent?.alignment.origins[index] !== 'ours',
  );
}

const spoken = (text: string): string => wordsOf(text).join(' ');

/** Lines in the quote of our mail that are not in our mail: answers between the lines. */
function betweenOurLines(
  doc: Doc,
  { labels, introductions, aligned, hasPrompt }: Quote,
  { alignment, author }: Sent & { readonly author: readonly string[] },
): number[] {
  const first = aligned[0]!.from;
  const depth = doc.lines[first]!.depth;
  const deepest = aligned.reduce((most, span) => Math.max(most, deepestIn(doc, span)), depth);
  // What was there before our mail is not between its lines: a person may answer there behind one more sign.
  const last = aligned.at(-1)!.to;
  const start = introductions.at(-1)?.to ?? 0;
  const between = depthsBetween(doc, introductions, { ours: depth, author });
  return linesWhere(doc, (line, index) => {
    if (labels[index] !== 'quote' || alignment.origins[index] !== 'foreign') return false;
    // Above our mail a quote may hold another one, which the same person wrote earlier: it is quoted less deep.
    if (index > first) return (line.depth <= deepest || index < last) && !between.has(line.depth);
    return index >= start && line.depth === depth && (hasPrompt || depth === 0);
  });
}

/**
 * How deep the mails of others are quoted that quote ours: each is introduced, and introduces the next one. What they
 * say below it is theirs, unless the person quotes an earlier mail of their own. What a client introduces within its
 * own container is not introduced once more.
 */
function depthsBetween(
  doc: Doc,
  introductions: readonly Span[],
  { ours, author }: { ours: number; author: readonly string[] },
): ReadonlySet<number> {
  const depthsOf = (spans: readonly Span[]): number[] =>
    spans.flatMap(({ from, to }) => doc.lines.slice(from, to).map(({ depth }) => depth));
  const depths = depthsOf(introductions);
  const outermost = Math.min(...depths);
  const between = depths.filter((depth) => depth > outermost && depth < ours);
  if (between.length === 0) return new Set();
  const below = depthsOf(introductions.filter((it) => names(doc, it, author))).map((depth) => depth + 1);
  return new Set(between.filter((depth) => !below.includes(depth)));
}

const deepestIn = ({ lines }: Doc, { from, to }: Span): number =>
  lines.slice(from, to).reduce((most, { depth }) => Math.max(most, depth), 0);

/**
 * A header or attribution above the one that introduces our mail, with text below it: pasted by the person, unless it
 * introduces an earlier mail, which quoted ours.
 */
function belowPretended(
  doc: Doc,
  { labels, introductions }: Pick<Quote, 'labels' | 'introductions'>,
  isEarlier: (introduction: Span) => boolean,
): number[] {
  const typed: number[] = [];
  for (const [position, introduction] of introductions.slice(0, -1).entries()) {
    const below = doc.lines[nextFilled(doc.lines, introduction.to)];
    if (isEarlier(introduction)) break;
    if (doc.lines[introduction.from]!.depth > 0 || !below || below.depth > 0) continue;
    const to = introductions[position + 1]!.from;
    typed.push(
      ...linesWhere(
        doc,
        ({ depth }, index) => index >= introduction.from && index < to && depth === 0 && labels[index] !== 'own',
      ),
    );
  }
  return typed;
}

function names({ lines }: Doc, { from, to }: Span, author: readonly string[]): boolean {
  const text = ` ${lines
    .slice(from, to)
    .map((line) => spoken(line.text))
    .join(' ')} `;
  return author.some((name) => text.includes(` ${spoken(name)} `));
}

/**
 * Without the mail that was sent, only what stands between an attribution and our prompt, behind no `>`, is known to be
 * typed.
 */
function typedAbovePrompt(doc: Doc, labels: readonly Label[], boundaries: readonly Boundary[]): number[] {
  const span = abovePrompt(doc, boundaries);
  if (!span) return [];
  return linesWhere(
    doc,
    ({ depth, text }, index) =>
      index >= span.from && index < span.to && depth === 0 && labels[index] === 'quote' && !/^[-–—_=]{3,}$/.test(text),
  );
}

/**
 * Nor is it known then whose mail it is that a client introduces above the one with our prompt; but what no client has
 * written there introduces none.
 */
function pretendedAbovePrompt(doc: Doc, labels: readonly Label[], boundaries: readonly Boundary[]): number[] {
  const prompt = boundaries.find(({ kind }) => kind === 'prompt')?.furniture?.[0];
  if (!prompt) return [];
  const above = introductionsAbove(prompt.from, introductions(doc, boundaries));
  return belowPretended(doc, { labels, introductions: above }, (span) => isOfClient(doc, span));
}
