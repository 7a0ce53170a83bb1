import { toHtmlDocument } from './document/html-document.js';
import type { SentMail } from './extracted-reply.js';
import { numbersOf, shinglesOf } from './shingles.js';
import { isLink, wordsOf } from './words.js';

/** What we send is at most 256 KB; the rest of a longer text adds nothing. */
const MAX_SENT_LENGTH = 300_000;

/** What of the mail that was sent is looked for in a message. */
export interface SentWords {
  /** A number for each word, so that shingles are numbers too: strings of three words would cost most of the time. */
  readonly ids: ReadonlyMap<string, number>;
  readonly shingles: ReadonlySet<number>;
  /** The words of a line, which are known where it is one of its lines, quoted as it is. */
  readonly wordsOf: (line: string) => readonly string[];
  /** Whether these words are one of its lines. */
  readonly hasLine: (words: readonly string[]) => boolean;
  readonly links: ReadonlySet<string>;
  readonly textShingles: number;
  readonly textWords: number;
}

/** Both forms of an answer are aligned with the same mail. */
const KNOWN = new WeakMap<SentMail, SentWords>();

export function sentWordsOf(sent: SentMail): SentWords {
  const known = KNOWN.get(sent) ?? learn(sent);
  KNOWN.set(sent, known);
  return known;
}

function learn(sent: SentMail): SentWords {
  const known = new Map<string, readonly string[]>();
  const forms = [sent.text, ...(sent.html === undefined ? [] : [htmlText(sent.html)])].map((text) =>
    text
      .slice(0, MAX_SENT_LENGTH)
      .split('\n')
      .map((line) => learned(known, line)),
  );
  const ids = new Map<string, number>();
  const links = new Set<string>();
  for (const form of forms)
    for (const words of form)
      for (const word of words)
        if (isLink(word)) links.add(word);
        else if (!ids.has(word)) ids.set(word, ids.size + 1);
  const [text = [], html = []] = forms.map((form) => numbersOf(form, ids).numbers);
  const textShingles = new Set(shinglesOf(text, ids.size));
  const htmlShingles = html.length === 0 ? NONE : new Set(shinglesOf(html, ids.size));
  return {
    ids,
    shingles: htmlShingles.size === 0 ? textShingles : new Set([...textShingles, ...htmlShingles]),
    wordsOf: (line) => known.get(line) ?? wordsOf(line),
    hasLine: lineFinder(forms, (word) => ids.has(word) || links.has(word)),
    links,
    textShingles: textShingles.size || htmlShingles.size,
    textWords: text.length || html.length,
  };
}

function learned(known: Map<string, readonly string[]>, line: string): readonly string[] {
  const words = wordsOf(line);
  if (words.length > 0) known.set(line, words);
  return words;
}

const NONE: ReadonlySet<number> = new Set();

/** Most lines have a word that no line of ours has, so that the lines are rarely put together. */
function lineFinder(
  forms: readonly (readonly (readonly string[])[])[],
  isKnown: (word: string) => boolean,
): SentWords['hasLine'] {
  let lines: ReadonlySet<string> | undefined;
  return (words) => {
    if (words.length === 0 || !words.every(isKnown)) return false;
    lines ??= new Set(forms.flat().map(joined));
    return lines.has(joined(words));
  };
}

const joined = (words: readonly string[]): string => words.join(' ');

const htmlText = (html: string): string =>
  toHtmlDocument(html)
    .lines.map(({ text }) => text)
    .join('\n');
