import type { Span } from './boundary.js';
import { isBlank, type Doc } from './document/line.js';

/** Whose a line is. `furniture` is what clients write around quotes. */
export type Label = 'own' | 'quote' | 'furniture' | 'signature';

export function paint(labels: Label[], spans: readonly Span[] | undefined, label: Label): void {
  for (const { from, to } of spans ?? []) labels.fill(label, from, to);
}

/** Whether the person wrote anything. */
export const hasOwn = (doc: Doc, labels: readonly Label[]): boolean =>
  doc.lines.some((line, index) => labels[index] === 'own' && !isBlank(line));
