import type { Sent } from './boundary.js';

/** What is known besides the message. */
export interface Knowledge {
  readonly sent?: Sent | undefined;
  /** From of the message: addresses and names. */
  readonly author?: readonly string[] | undefined;
  /** The lines that this person puts below everything. */
  readonly knownTail?: readonly string[] | undefined;
}
