import type { Alignment } from './alignment.js';
import type { Doc } from './document/line.js';
import type { SentMail, Strength } from './extracted-reply.js';

/** Lines `from` up to, not including, `to`. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** What one finder says of a message. */
export interface Boundary {
  readonly kind: string;
  readonly strength: Strength;
  readonly detail?: string;
  /** Lines that no person typed as part of the answer: attributions, headers, the prompt, footers. */
  readonly furniture?: readonly Span[];
  /** Lines that are furniture only where they stand where it stands: `settleFooters` decides. */
  readonly doubtful?: readonly Span[];
  /** Lines that are quote, as far as this finder sees. Alignment may show that a person typed some of them. */
  readonly quoted?: readonly Span[];
}

/** The mail that was answered, and how the message aligns with it. */
export interface Sent extends SentMail {
  readonly alignment: Alignment;
}

/** A pure look at a message for one kind of evidence. */
export type Finder = (doc: Doc, sent?: Sent) => Boundary | undefined;
