import type { Finder, Sent, Span } from '../boundary.js';
import { isBlank, type Doc } from '../document/line.js';
import { wordsOf } from '../words.js';

/** An attribution or header, whatever its language, is no longer. */
const MAX_BLOCK = 6;
const MAX_LINE = 400;

/**
 * The block right above the quote that names us: our address, our display name or our subject. An attribution in a language, or of a
 * client, that nobody has listed yet.
 */
export const envelopeFinder: Finder = (doc, sent) => {
  const start = sent && quoteStart(doc, sent);
  if (!sent || start === undefined) return undefined;
  const block = blockAbove(doc, start);
  const names = ownNames(sent);
  const isOurs = doc.lines.slice(block.from, block.to).some(({ text }) => namesUs(text, names));
  return isOurs ? { kind: 'envelope', strength: 'medium', furniture: [block] } : undefined;
};

/** Where the quote begins that alignment sees. */
function quoteStart({ lines }: Doc, { alignment }: Sent): number | undefined {
  const first = alignment.origins.findIndex(
    (origin, index) => origin === 'ours' && (lines[index]!.depth > 0 || alignment.coverage >= 0.5),
  );
  if (first < 0) return undefined;
  let start = first;
  while (start > 0 && lines[start - 1]!.depth > 0 && lines[start - 1]!.depth >= lines[first]!.depth) start -= 1;
  return start;
}

/** The paragraph above, without going far. */
function blockAbove({ lines }: Doc, start: number): Span {
  let to = start;
  while (to > 0 && isBlank(lines[to - 1]) && start - to < MAX_BLOCK) to -= 1;
  let from = to;
  while (from > 0 && to - from < MAX_BLOCK && !isBlank(lines[from - 1]) && lines[from - 1]!.depth === 0) from -= 1;
  return { from, to };
}

/** Short names, "IT" for instance, are words of the language too. */
const MIN_NAME = 4;

function ownNames({ from, subject }: Sent): string[] {
  const address = /[^\s<>"]+@[^\s<>"]+/.exec(from ?? '')?.[0] ?? '';
  const name = (from ?? '')
    .replace(/<[^<>]*>/, '')
    .replaceAll('"', '')
    .trim();
  return [address, name === address ? '' : name, subject ?? '']
    .map((text) => wordsOf(text).join(' '))
    .filter((text) => text.length >= MIN_NAME);
}

/** A sentence that mentions us goes on; what introduces a quote ends with a colon, or gives an address or a label. */
function namesUs(text: string, names: readonly string[]): boolean {
  if (text.length > MAX_LINE || !/[:：]\s*$|^[^:：]{1,24}[:：]|[<(][^<>()]*@/.test(text.trim())) return false;
  const words = ` ${wordsOf(text).join(' ')} `;
  return names.some((name) => words.includes(` ${name} `));
}
