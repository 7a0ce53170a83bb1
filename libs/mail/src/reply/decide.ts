import type { Boundary, Sent, Span } from './boundary.js';
import { isBlank, type Doc } from './document/line.js';
import { rescue } from './rescue.js';
import { signaturesIn, type Signature } from './signature.js';
import { spansWhere } from './spans.js';

/** Whose a line is. `furniture` is what clients write around quotes. */
export type Label = 'own' | 'quote' | 'furniture' | 'signature';

export interface Decision {
  readonly labels: readonly Label[];
  readonly signatures: readonly Signature[];
  /** Lines inside the quote that a person typed. */
  readonly inlineLines: number;
  /** Nothing was left, so what was least surely not the person's was kept. */
  readonly isLastResort: boolean;
}

/** Line by line: the person's, unless a finder says otherwise and alignment does not object. */
export function decide(doc: Doc, boundaries: readonly Boundary[], sent?: Sent): Decision {
  const labels = new Array<Label>(doc.lines.length).fill('own');
  for (const { quoted } of boundaries) paint(labels, quoted, 'quote');
  for (const { furniture } of boundaries) paint(labels, furniture, 'furniture');
  const inlineLines = rescue(doc, { labels, boundaries, sent });
  takeSeparators(doc, labels);
  const isAligned = boundaries.some(({ kind }) => kind === 'alignment');
  const signatures = ownRegions(doc, labels).flatMap((region) => signaturesIn(doc.lines, region, isAligned));
  paint(labels, signatures, 'signature');
  const isLastResort = !hasOwn(doc, labels) && keepLeastSure(doc, { labels, boundaries, signatures });
  return { labels, signatures, inlineLines, isLastResort };
}

function paint(labels: Label[], spans: readonly Span[] | undefined, label: Label): void {
  for (const { from, to } of spans ?? []) labels.fill(label, from, to);
}

export const hasOwn = (doc: Doc, labels: readonly Label[]): boolean =>
  doc.lines.some((line, index) => labels[index] === 'own' && !isBlank(line));

/** Lines of dashes, underscores or equal signs right above something that is not the person's belong to it. */
function takeSeparators(doc: Doc, labels: Label[]): void {
  for (let index = labels.length - 1; index >= 0; index -= 1) {
    const isAboveOther = labels[index + 1] !== undefined && labels[index + 1] !== 'own';
    if (
      labels[index] === 'own' &&
      isAboveOther &&
      /^(?:[-–—_=*#~]{3,}[ \t]*)?$/.test(doc.lines[index]!.text.slice(0, 200).trim())
    )
      labels[index] = 'furniture';
  }
}

/** Stretches of the person's lines. Blank lines part nothing. */
const ownRegions = (doc: Doc, labels: readonly Label[]): Span[] =>
  spansWhere(doc.lines, (line, index) => labels[index] === 'own' || (isBlank(line) && labels[index] !== 'quote'));

interface LastResort {
  readonly labels: Label[];
  readonly boundaries: readonly Boundary[];
  readonly signatures: readonly Signature[];
}

/**
 * An answer that seems empty may stand where answers do not: inside the quote above our prompt, below the line of a device, or in the
 * closing of a letter. Returns whether something was found there.
 */
function keepLeastSure(doc: Doc, { labels, boundaries, signatures }: LastResort): boolean {
  const above = abovePrompt(doc, boundaries);
  if (above) paint(labels, [above], 'own');
  for (const { kind, from, to } of signatures) {
    if (kind === 'closing') paint(labels, [{ from, to }], 'own');
    if (kind === 'device') paint(labels, [{ from: from + 1, to }], 'own');
  }
  return hasOwn(doc, labels);
}

/** The prompt is the first line of what we send, so what stands between it and the attribution was typed there. */
export function abovePrompt(doc: Doc, boundaries: readonly Boundary[]): Span | undefined {
  const prompt = boundaries.find(({ kind }) => kind === 'prompt')?.furniture?.[0];
  if (!prompt) return undefined;
  const introductions = boundaries
    .filter(({ kind }) => kind !== 'prompt' && kind !== 'footer')
    .flatMap(({ furniture }) => furniture ?? []);
  const from = Math.max(-1, ...introductions.filter(({ to }) => to <= prompt.from).map(({ to }) => to));
  return from >= 0 && from < prompt.from && doc.lines.slice(from, prompt.from).some((line) => !isBlank(line))
    ? { from, to: prompt.from }
    : undefined;
}
