import type { Evidence } from './extracted-reply.js';

/** How sure the surest evidence alone makes us. */
const CEILINGS: Readonly<Record<string, number>> = {
  alignment: 0.96,
  container: 0.92,
  prompt: 0.9,
  'header-block': 0.9,
  separator: 0.88,
  envelope: 0.85,
  attribution: 0.8,
  'quote-prefix': 0.72,
  signature: 0.8,
  footer: 0.8,
  hidden: 0.8,
};
const BY_STRENGTH = { strong: 1, medium: 0.95, weak: 0.65 } as const;

/** Nothing looked like quote, and the mail that was sent is known not to be in it, or is not known. */
const NOTHING_TO_REMOVE = { sentIsKnown: 0.95, sentIsUnknown: 0.9 } as const;

export interface Circumstances {
  readonly evidence: readonly Evidence[];
  readonly isEmpty: boolean;
  readonly isLastResort: boolean;
  readonly hasInlineAnswers: boolean;
  readonly hasUnreadRest: boolean;
  readonly sentIsKnown: boolean;
}

/** A number to sort by and to set a threshold on, not a probability. */
export function confidenceOf(situation: Circumstances): number {
  const { evidence, sentIsKnown } = situation;
  const marks = evidence.map(({ kind, strength }) => (CEILINGS[kind] ?? 0) * BY_STRENGTH[strength]);
  const surest =
    marks.length > 0 ? Math.max(...marks) : NOTHING_TO_REMOVE[sentIsKnown ? 'sentIsKnown' : 'sentIsUnknown'];
  const agreeing = marks.filter((mark) => mark >= 0.7).length;
  const doubtful =
    evidence.some(({ kind, strength }) => kind === 'signature' && strength === 'weak') &&
    !evidence.some(({ strength }) => strength === 'strong');
  const sure = Math.min(0.99, surest + (agreeing > 1 ? 0.03 : 0));
  return Math.round(Math.min(sure, doubtful ? 0.5 : 1, limitOf(situation)) * 100) / 100;
}

function limitOf({ evidence, isEmpty, isLastResort, hasInlineAnswers, hasUnreadRest }: Circumstances): number {
  const isAligned = evidence.some(({ kind, strength }) => kind === 'alignment' && strength === 'strong');
  if (hasUnreadRest) return 0.3;
  if (isLastResort) return 0.4;
  if (isEmpty) return isAligned ? 0.9 : 0.5;
  return hasInlineAnswers ? (isAligned ? 0.85 : 0.6) : 1;
}
