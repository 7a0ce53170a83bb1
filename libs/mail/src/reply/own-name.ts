import { wordsOf } from './words.js';

/** What gateways put before a name: `[EXTERNAL]`. */
const TAG = /^\s{0,9}(?:\[[^[\]]{1,40}\]|\{[^{}]{1,40}\})\s{0,9}/;
/** What companies and lists put behind it: `Ada Lovelace | Example`, `Ada via Example`, `Ada Lovelace, Example Ltd`. */
const BEHIND = /^(.{0,200}?)\s(?:[|/@•·–—-]|via|at|bei|chez)\s/iu;
const COMPANY = /^[^\s,]{1,60}(?: [^\s,]{1,60}){1,3},\s/u;
const TITLES = /(?<!\p{L})\p{L}{2,6}\.[-\s]?/gu;

/** Who somebody is by the name in From, without what others put around it. */
export function personIn(name: string): string {
  const untagged = name.replace(TAG, '');
  const person = BEHIND.exec(untagged)?.[1] ?? untagged;
  const isBeforeCompany = COMPANY.test(person.replace(TITLES, ''));
  return (isBeforeCompany ? person.slice(0, person.indexOf(',')) : person).trim() || name;
}

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

/** Whether a line is nothing but one or more of the person's names. */
export function isOnlyName(line: string, author: readonly string[]): boolean {
  const words = wordsOf(line);
  const names = namesIn(author);
  return words.length > 0 && words.every((word) => names.has(word));
}

/** Whether a line begins with the person's whole display name, or is nothing but parts of it. */
export function beginsWithName(line: string, author: readonly string[]): boolean {
  if (isOnlyName(line, author)) return true;
  const words = wordsOf(line);
  return author.map(wordsOf).some((name) => name.length > 1 && name.every((word, at) => words[at] === word));
}

/** Whether a line begins with any one of the person's names. */
export const isOfName = (line: string, author: readonly string[]): boolean =>
  namesIn(author).has(wordsOf(line)[0] ?? '');

/** A name in a script that writes no spaces; each of its characters is a word. */
const DENSE = /^[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}]{2,12}$/u;
/** A title before the name and a role behind it have so many words, and no small ones: "Bob Harker will do" is said. */
const MAX_AROUND = 4;
const SMALL_WORD = /(?:^|\s)\p{Ll}{2,}(?=\s|$)/u;

/** Whether a line is the person's whole display name, with a title or a role at most. */
export const isNameLine = (line: string, author: readonly string[]): boolean =>
  author.some((name) => !name.includes('@') && (isDense(name) ? endsWithDense(line, name) : holdsWhole(line, name)));

const unspaced = (text: string): string => text.replace(/\s+/g, '');
const isDense = (name: string): boolean => DENSE.test(unspaced(name));

function endsWithDense(line: string, name: string): boolean {
  const parts = line.trim().split(/\s+/);
  return parts.some((_part, at) => parts.slice(at).join('') === unspaced(name));
}

/**
 * A directory writes who somebody is the other way round, with a title, and behind it where: "Dr. Harker, Bob (Roofs)".
 * A card may have more titles between.
 */
function bareOf(name: string): string {
  const at = name.search(/[([]/);
  return (at > 0 ? name.slice(0, at) : name).replace(TITLES, '');
}

function holdsWhole(line: string, name: string): boolean {
  const [words, wanted] = [wordsOf(line), wordsOf(bareOf(name))];
  if (wanted.length > 0 && words.join(' ') === wanted.join(' ')) return true;
  if (wanted.length < 2 || words.length > wanted.length + MAX_AROUND || SMALL_WORD.test(line)) return false;
  const sorted = wanted.toSorted().join(' ');
  return words.some(
    (_word, from) =>
      words
        .slice(from, from + wanted.length)
        .toSorted()
        .join(' ') === sorted,
  );
}
