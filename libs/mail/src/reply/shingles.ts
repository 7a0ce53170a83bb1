import { isLink } from './words.js';

/** Three words in a row are rarely shared by chance, and short mails still have some. */
export const SHINGLE = 3;

/** The number of a word that the mail that was sent does not have. */
const UNKNOWN = 0;

/** What is spoken, without links. */
export interface Spoken {
  /** The number of each word. */
  readonly numbers: readonly number[];
  /** Where each line ends in them. */
  readonly ends: readonly number[];
}

/** `ids` are the numbers that words have. */
export function numbersOf(lines: readonly (readonly string[])[], ids: ReadonlyMap<string, number>): Spoken {
  const numbers: number[] = [];
  const ends: number[] = [];
  for (const words of lines) {
    for (const word of words) if (!isLink(word)) numbers.push(ids.get(word) ?? UNKNOWN);
    ends.push(numbers.length);
  }
  return { numbers, ends };
}

/**
 * A number for each run of words, which no other run has: the numbers of words are its digits. It is exact, and small
 * as long as the mail that was sent has no more than a thousand words.
 */
export function shinglesOf(numbers: readonly number[], highest: number): number[] {
  const size = Math.min(SHINGLE, numbers.length);
  const shingles: number[] = [];
  for (let at = 0; size > 0 && at + size <= numbers.length; at += 1) {
    let shingle = 0;
    for (let next = at; next < at + size && shingle !== NO_SHINGLE; next += 1)
      shingle = numbers[next] === UNKNOWN ? NO_SHINGLE : shingle * (highest + 1) + numbers[next]!;
    shingles.push(shingle);
  }
  return shingles;
}

/** Of a run with a word that the mail that was sent does not have. */
const NO_SHINGLE = -1;
