import type { Span } from './boundary.js';

/** Whose a line is. `furniture` is what clients write around quotes. */
export type Label = 'own' | 'quote' | 'furniture' | 'signature';

export function paint(labels: Label[], spans: readonly Span[] | undefined, label: Label): void {
  for (const { from, to } of spans ?? []) labels.fill(label, from, to);
}
