import type { Role } from './line.js';

/** Where in the HTML a piece of text stands. */
export interface Place {
  readonly depth: number;
  readonly indent: number;
  /** How many lists it is in. */
  readonly list: number;
  readonly role?: Role;
  readonly container?: string;
  /** Line breaks and spaces count as they are. */
  readonly isVerbatim?: boolean;
  /** Line breaks count in what is no code. */
  readonly keepsBreaks?: boolean;
  /** Which heading it is in, from 1 to 6. */
  readonly heading?: number;
  /** The cells of a table stand on one line, whatever is in them. */
  readonly isInTable?: boolean;
  /** In a quote, and the person's: a line has nothing else then. */
  readonly isTyped?: boolean;
}
