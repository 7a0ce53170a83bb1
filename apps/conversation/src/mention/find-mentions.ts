import { withoutCode } from './without-code.js';

/** How many people one post can call: more is a list, and each would be a mail. */
export const MAX_MENTIONS = 50;

interface FoundMentions {
  /** In lower case, each once, in the order in which they first stand in the text. */
  readonly names: readonly string[];
  /** How many further names stand there. Nobody looks them up. */
  readonly overLimit: number;
}

/**
 * `@` and a user name as `userName` in the contracts has it, in either case. What comes before may not make it the end
 * of a mail address, what follows may not make it a longer word or a handle on another server (`@name@host`).
 * The name ends with a letter or digit, so punctuation behind it is the sentence's.
 * No `i` flag: together with `u` it would take `K` (U+212A) for a `k`.
 */
const MENTION =
  /(?<![\p{L}\p{N}@][_%+-]*)@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)(?![\p{L}\p{N}@]|[._-]+[\p{L}\p{N}])/gu;

/** The `@` in an address of the web belongs to the address. */
const WEB_ADDRESS = /\bhttps?:\/\/\S+/gi;

/** Whom a text calls by name. Says nothing of whether there are such users. */
export function findMentions(text: string): FoundMentions {
  const prose = withoutCode(text).replace(WEB_ADDRESS, ' ');
  const names = new Set<string>();
  for (const [, name = ''] of prose.matchAll(MENTION)) names.add(name.toLowerCase());
  return { names: [...names].slice(0, MAX_MENTIONS), overLimit: Math.max(0, names.size - MAX_MENTIONS) };
}
