import { compared, marksEnd } from './compared.js';

/** A line of `>` and a colon alone is no quote: Gmail wraps `<address>:` there. */
const WRAPPED_COLON = /^>{1,2}\s?:\s*$/;
const PREFIX = /^(?:[ \t]{0,3}>){1,50}[ \t]?/;
/** The spaces that stand before a sign at most. */
const MAX_INDENT = 3;

/**
 * GroupWise puts the signs around who wrote what follows, and none before that: `>>> Ada <ada@example.test> 15.01.2024
 * 15:30 >>>`.
 */
const AROUND = /^>>> [^>\n]{3,200}(?:<[^<>\n]{1,200}>[^>\n]{1,80})? ?>>>$/;
/** So do programs that put initials before what they quote: `>>>>> "AL" == Ada Lovelace <ada@example.test> writes:`. */
const OF_INITIALS = /^>>>>> "[^"\n]{1,80}" == /;

export interface Unquoted {
  /** As it is compared. */
  readonly text: string;
  /** As it was written. */
  readonly shown: string;
  readonly depth: number;
}

/** What a line says, behind so many signs. */
export const asItIs = (line: string, depth = 0): Unquoted => ({ text: compared(line), shown: line, depth });

/** Splits the quote prefix off: RFC 3676 §4.5, and with the spaces that clients put between the signs. */
export function unquote(written: string): Unquoted {
  const line = written.slice(marksEnd(written));
  if (!line.slice(0, MAX_INDENT + 1).includes('>')) return asItIs(written);
  const isNone = WRAPPED_COLON.test(line) || AROUND.test(line.slice(0, 500)) || OF_INITIALS.test(line);
  const prefix = isNone ? undefined : PREFIX.exec(line)?.[0];
  return prefix === undefined ? asItIs(written) : asItIs(line.slice(prefix.length), prefix.split('>').length - 1);
}

/** The same of a line among others. */
export const apartFromSigns = (lines: readonly string[], at: number): Unquoted =>
  isMangled(lines, at) ? asItIs(lines[at]!.slice(1)) : unquote(lines[at]!);

/**
 * Whether the `>` stands there because the message was kept in an mbox file on its way, where a line that begins with
 * "From " would begin another message (RFC 4155, Appendix A). Who quotes puts it before the lines around it too.
 */
function isMangled(lines: readonly string[], index: number): boolean {
  if (!lines[index]!.startsWith('>From ')) return false;
  return ![lines[index - 1], lines[index + 1]].some((line) => line !== undefined && PREFIX.test(line));
}
