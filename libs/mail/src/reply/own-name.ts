import { wordsOf } from './words.js';

/** The words of the names and of the local parts of From. */
const namesIn = (author: readonly string[]): Set<string> =>
  new Set(author.flatMap((one) => wordsOf(one.replace(/@.*$/, '').replace(/[._+-]/g, ' '))));

/** Whether at least half of the words of a line are of the person's own name; an address may write both as one. */
export function fitsName(line: string, author: readonly string[]): boolean {
  const names = namesIn(author);
  const words = wordsOf(line).filter((word) => word.length > 1);
  const fitting = words.filter(
    (word) => names.has(word) || (word.length > 3 && [...names].some((it) => it.includes(word))),
  );
  return words.length > 0 && fitting.length * 2 >= words.length;
}

/** Whether a line begins with the person's whole display name, or is nothing but parts of it. */
export function beginsWithName(line: string, author: readonly string[]): boolean {
  const words = wordsOf(line);
  const names = namesIn(author);
  if (words.length > 0 && words.every((word) => names.has(word))) return true;
  return author.map(wordsOf).some((name) => name.length > 1 && name.every((word, at) => words[at] === word));
}

/** Whether a line begins with any one of the person's names. */
export const isOfName = (line: string, author: readonly string[]): boolean =>
  namesIn(author).has(wordsOf(line)[0] ?? '');

/** In a script that writes no spaces each character is a word, and a name stands between others of the same line. */
const DENSE = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2,12}$/u;

/** Whether the person's whole name stands in a line, in such a script. */
export function holdsName(line: string, author: readonly string[]): boolean {
  const joined = line.replace(/\s+/g, '');
  return author.some((name) => {
    const bare = name.replace(/\s+/g, '');
    return DENSE.test(bare) && joined.includes(bare);
  });
}
