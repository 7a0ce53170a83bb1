import type { Boundary, Span } from './boundary.js';
import { isBlank, nextFilled, type Doc } from './document/line.js';
import { namesOriginal } from './finders/separator.js';

/** Finders whose furniture introduces a quote. The others see what stands in it, or anywhere. */
const INTRODUCE = new Set(['container', 'header-block', 'separator', 'envelope', 'attribution']);

/** The lines that introduce quotes, in order; what several finders see, or what stands close together, is one. */
export function introductions(doc: Doc, boundaries: readonly Boundary[]): Span[] {
  const spans = boundaries.filter(({ kind }) => INTRODUCE.has(kind)).flatMap(({ furniture }) => furniture ?? []);
  const merged: { from: number; to: number }[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && nextFilled(doc.lines, last.to) >= from) last.to = Math.max(last.to, to);
    else merged.push({ from, to });
  }
  return merged;
}

/** What clients write above a mail, and nobody above a memorandum: an address, the time of day, or "Original Message". */
const TOLD_BY_CLIENT = /@|(?<!\p{Nd})\p{Nd}{1,2}[:.h]\p{Nd}{2}(?![.\p{Nd}])|\p{Nd} ?[時时點点시]/u;
export const isOfClient = ({ lines }: Doc, { from, to }: Span): boolean =>
  lines.slice(from, to).some(({ text }) => TOLD_BY_CLIENT.test(text.slice(0, 400)) || namesOriginal(text));

/** The prompt is the first line of what we send, so what stands between it and the attribution was typed there. */
export function abovePrompt(doc: Doc, boundaries: readonly Boundary[]): Span | undefined {
  const prompt = boundaries.find(({ kind }) => kind === 'prompt')?.furniture?.[0];
  const above = prompt && introductions(doc, boundaries).findLast((one) => one.from < prompt.from);
  if (!prompt || !above) return undefined;
  // Drawn as helpdesks draw theirs, the prompt separates as well, and goes on with the header above it.
  const from = Math.min(above.to, prompt.from);
  return doc.lines.slice(from, prompt.from).some((line) => !isBlank(line)) ? { from, to: prompt.from } : undefined;
}
