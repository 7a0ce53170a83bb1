import type { InboundMail } from '../mail.js';

export type Strength = 'strong' | 'medium' | 'weak';

/** One reason for what was taken away. */
export interface Evidence {
  /** The finder that saw it: `alignment`, `prompt`, `container`, `header-block`, `attribution`, `quote-prefix`, … */
  readonly kind: string;
  readonly strength: Strength;
  /** Names and numbers, never words of the message. */
  readonly detail?: string;
}

export interface ExtractedReply {
  /** What the person wrote, as plain text or Markdown; empty when the message has nothing but quote. */
  readonly text: string;
  /** Everything else, in order. What the message says is in `text` or in here. */
  readonly elided: string;
  /** Where the person answered line by line: all of `text` again, in order, each piece with the quoted lines right above it. */
  readonly answers: readonly Answer[];
  /**
   * What of `elided` others may see: without the mail that was sent, which has links for its recipient alone, and without
   * reply addresses.
   */
  readonly remainder: string;
  /** The last lines of the person's words. `repeatedTail` finds a signature in those of several replies. */
  readonly tail: readonly string[];
  /** From 0 to 1: how sure it is that `text` is all of what the person wrote and nothing else. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** The person wrote on where reading ended: `text` is only its beginning, and the rest is in `elided`. */
  readonly isCut: boolean;
  /** Content ids of the pictures that stand in what the person wrote, also where `text` is that of a part without them. */
  readonly pictures?: readonly string[];
}

/** A piece of an answer between the lines. */
export interface Answer {
  /** What it answers; empty where it stands above the quote. */
  readonly quoted: string;
  readonly text: string;
}

/** The mail that was answered. */
export interface SentMail {
  readonly text: string;
  readonly html?: string;
  readonly subject?: string;
  /** Our From: an address, a display name, or both. */
  readonly from?: string;
}

export interface ReplyInput {
  /** From, where it is given, tells an earlier mail of the same person from one that they pasted. */
  readonly mail: Pick<InboundMail, 'text' | 'html'> & Partial<Pick<InboundMail, 'from'>>;
  readonly sent?: SentMail;
  /** The lines that this person puts below everything: `repeatedTail` of earlier replies. */
  readonly knownTail?: readonly string[];
}
