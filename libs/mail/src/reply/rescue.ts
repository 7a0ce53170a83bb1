import type { Boundary, Sent } from './boundary.js';
import { abovePrompt, type Label } from './decide.js';
import { isBlank, type Doc } from './document/line.js';

interface Rescue {
  readonly labels: Label[];
  readonly boundaries: readonly Boundary[];
  readonly sent: Sent | undefined;
}

/** Gives back to the person what was typed inside the quote. Returns how many lines that are. */
export function rescue(doc: Doc, { labels, boundaries, sent }: Rescue): number {
  const aligned = boundaries.find(({ kind }) => kind === 'alignment')?.quoted ?? [];
  const typed =
    sent && aligned[0] ? unaligned(doc, { labels, boundaries, sent }) : typedAbovePrompt(doc, labels, boundaries);
  for (const index of typed) labels[index] = 'own';
  return typed.length;
}

/** Lines in the quote that are not in the mail we sent: answers between the lines. */
function unaligned(doc: Doc, { labels, boundaries, sent }: Rescue & { readonly sent: Sent }): number[] {
  const spans = boundaries.find(({ kind }) => kind === 'alignment')!.quoted!;
  const first = spans[0]!.from;
  const depths = spans.flatMap(({ from, to }) => doc.lines.slice(from, to).map(({ depth }) => depth));
  const deepest = depths.reduce((most, depth) => Math.max(most, depth), 0);
  const start = lastIntroduction(boundaries, first);
  return doc.lines.flatMap((line, index) => {
    if (labels[index] !== 'quote' || sent.alignment.origins[index] !== 'foreign' || isBlank(line)) return [];
    // Above our mail a quote may hold another one, which the same person wrote earlier: it is quoted less deep.
    const isTyped = index > first ? line.depth <= deepest : index >= start && line.depth === doc.lines[first]!.depth;
    return isTyped ? [index] : [];
  });
}

/** The end of the attribution or header that our mail stands under. */
function lastIntroduction(boundaries: readonly Boundary[], first: number): number {
  const introductions = boundaries
    .filter(({ kind }) => kind !== 'prompt' && kind !== 'footer')
    .flatMap(({ furniture }) => furniture ?? []);
  return introductions.filter(({ to }) => to <= first).reduce((last, { to }) => Math.max(last, to), 0);
}

/** Without the mail that was sent, only what stands between an attribution and our prompt, behind no `>`, is known to be typed. */
function typedAbovePrompt(doc: Doc, labels: readonly Label[], boundaries: readonly Boundary[]): number[] {
  const span = abovePrompt(doc, boundaries);
  if (!span) return [];
  return doc.lines.flatMap((line, index) => {
    const isThere = index >= span.from && index < span.to && labels[index] === 'quote';
    return isThere && line.depth === 0 && !isBlank(line) ? [index] : [];
  });
}
